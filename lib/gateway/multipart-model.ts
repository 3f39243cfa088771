import { PrysmError } from "../errors";

const BOUNDARY = /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i;
const END_OF_HEAD = /\r?\n\r?\n/;
const CR = 13;
const MAX_HEAD_BYTES = 16 * 1024;
const NAME =
  /^content-disposition:.*;\s*name\*?=(?:utf-8'[^']*')?(?:"((?:[^"\\]|\\.)*)"|([^\s;]+))/im;
const MODEL = /^[^\r\n]{1,256}$/;

interface Field {
  model: string;
  /** Where its value stands in the body. */
  start: number;
  end: number;
}

/**
 * The `model` field of a form upload (audio, image edits), which decides who serves the call; null when
 * there is none. Throws for two that differ: it would be up to the upstream which one counts.
 */
export function multipartModel(contentType: string, body: Buffer): string | null {
  const [first, ...others] = modelFields(contentType, body);
  if (!first) return null;
  if (others.every(({ model }) => model === first.model)) return first.model || null;
  const message = "The form has more than one field model. Send one.";
  throw new PrysmError("invalid_request", message, { param: "model" });
}

/** The form with another model, every other byte as it was. */
export function withMultipartModel(contentType: string, body: Buffer, model: string): Buffer {
  const parts: Buffer[] = [];
  let from = 0;
  for (const field of modelFields(contentType, body)) {
    parts.push(body.subarray(from, field.start), Buffer.from(model));
    from = field.end;
  }
  return from === 0 ? body : Buffer.concat([...parts, body.subarray(from)]);
}

// Part by part, as upstreams read it: what lies inside of a file is no field. Some take LF for a line end.
function modelFields(contentType: string, body: Buffer): Field[] {
  const match = BOUNDARY.exec(contentType);
  const boundary = match?.[1] ?? match?.[2];
  if (boundary === undefined) return [];
  const opening = body.indexOf(`--${boundary}`);
  if (opening === -1) return [];
  const delimiter = Buffer.from(`\n--${boundary}`);
  const fields: Field[] = [];
  for (let start = opening + delimiter.length - 1; ; ) {
    const next = body.indexOf(delimiter, start);
    const end = next === -1 ? body.length : next;
    const field = fieldOf(body, start, body[end - 1] === CR ? end - 1 : end);
    if (field) fields.push(field);
    if (next === -1) return fields;
    start = next + delimiter.length;
  }
}

function fieldOf(body: Buffer, start: number, end: number): Field | null {
  const text = body.toString("latin1", start, Math.min(end, start + MAX_HEAD_BYTES));
  const head = END_OF_HEAD.exec(text);
  if (!head || !isModel(text.slice(0, head.index))) return null;
  const valueStart = start + head.index + head[0].length;
  const model = body.toString("utf8", valueStart, end);
  return { model: MODEL.test(model) ? model : "", start: valueStart, end };
}

function isModel(head: string): boolean {
  const name = NAME.exec(head);
  const spelled = name?.[1]?.replace(/\\(.)/g, "$1") ?? name?.[2];
  return spelled?.toLowerCase() === "model";
}
