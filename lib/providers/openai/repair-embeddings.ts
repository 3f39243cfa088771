import { isObject, parseJson } from "../../protocol/json";

const KEY = '"embedding"';
const BYTES_PER_FLOAT = 4;

/**
 * An embeddings answer in the encoding the client asked for: base64 of little-endian 32-bit floats, or
 * arrays of numbers. An answer that is right already, or is none, comes back as the same buffer, unparsed.
 */
export function repairEmbeddings(body: Buffer, wantsBase64: boolean): Buffer {
  const wrong = wantsBase64 ? "[" : '"';
  if (firstEmbedding(body) !== wrong) return body;
  const answer = parseJson(body.toString("utf8"));
  if (!isObject(answer) || !Array.isArray(answer.data)) return body;
  const data = answer.data.map((entry: unknown) => toEntry(entry, wantsBase64));
  return encode({ ...answer, data }) ?? body;
}

/** The character that the value of the first `embedding` key begins with; empty when there is none. */
function firstEmbedding(body: Buffer): string {
  let from = 0;
  for (;;) {
    const found = body.indexOf(KEY, from, "latin1");
    if (found === -1) return "";
    from = found + KEY.length;
    const colon = skipSpace(body, from);
    // Also the value of `object` is "embedding".
    if (body[colon] !== 0x3a) continue;
    return String.fromCharCode(body[skipSpace(body, colon + 1)] ?? 0);
  }
}

function skipSpace(body: Buffer, from: number): number {
  let index = from;
  while (" \n\r\t".includes(String.fromCharCode(body[index] ?? 0))) index += 1;
  return index;
}

function toEntry(entry: unknown, wantsBase64: boolean): unknown {
  if (!isObject(entry)) return entry;
  const embedding = wantsBase64 ? toBase64(entry.embedding) : toFloats(entry.embedding);
  return embedding === null ? entry : { ...entry, embedding };
}

function toBase64(value: unknown): string | null {
  if (!Array.isArray(value) || !value.every((number) => typeof number === "number")) return null;
  const bytes = Buffer.alloc(value.length * BYTES_PER_FLOAT);
  for (const [index, number] of value.entries())
    bytes.writeFloatLE(number, index * BYTES_PER_FLOAT);
  return bytes.toString("base64");
}

function toFloats(value: unknown): number[] | null {
  if (typeof value !== "string") return null;
  const bytes = Buffer.from(value, "base64");
  if (bytes.length % BYTES_PER_FLOAT !== 0) return null;
  const floats = Array.from({ length: bytes.length / BYTES_PER_FLOAT }, (_, index) =>
    bytes.readFloatLE(index * BYTES_PER_FLOAT),
  );
  return floats.every(Number.isFinite) ? floats : null;
}

function encode(answer: object): Buffer | null {
  try {
    return Buffer.from(JSON.stringify(answer));
  } catch {
    // Nested too deeply to be written again: not an embeddings answer.
    return null;
  }
}
