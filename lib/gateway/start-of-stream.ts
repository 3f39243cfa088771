import type { IncomingHttpHeaders } from "node:http";
import { isObject, parseJson } from "../protocol/json";
import { SseParser } from "../protocol/sse";
import type { PreparedCall } from "./provider-call";
import type { Target } from "./stages/choose-targets";
import type { UpstreamExchange, UpstreamHead } from "./upstream-exchange";

/** Headers wait for the first bytes, so that an error there is an HTTP error; but no longer than this. */
const HOLD_MS = 15_000;
const LOOKS_LIKE_EVENTS = /^(?:\xef\xbb\xbf)?\s*(?:data|event|id|retry)?:/;
const LOOKS_LIKE_ERROR =
  /^(?:\xef\xbb\xbf)?\s*(?:event:\s*error|data:\s*\[?\{\s*"(?:error|type"\s*:\s*"error))/;

/** A first event that may still be an error is waited for to its end, or up to this size. */
const MAX_HELD_BYTES = 16 * 1024;
const MAX_OPENING_LENGTH = 64;
const END_OF_EVENT = /\n\n|\r\n\r\n|\r\r/;

export interface StreamStart {
  status: number;
  isStream: boolean;
  /** Instead of the exchange's own bytes. */
  chunks: AsyncIterable<Buffer> | null;
}

/** By its head an answer is, or could turn out to be, an event stream. */
export function mayBeStream(
  { status, headers }: UpstreamHead,
  { providerCall }: PreparedCall,
): boolean {
  if (status >= 400) return false;
  const type = headers["content-type"] ?? "";
  return saysStream(type) || (providerCall.isStream && !/\bjson\b/i.test(type));
}

function saysStream(type: string): boolean {
  return /^text\/event-stream/i.test(type);
}

/**
 * Looks at the first bytes of an answer that may be a stream: whether it is one, and whether it starts
 * with an error, which then is the HTTP status it would have been (and can be tried again).
 */
export async function startOfStream(
  { status, headers }: UpstreamHead,
  exchange: UpstreamExchange,
  target: Target,
): Promise<StreamStart> {
  const isNamed = saysStream(headers["content-type"] ?? "");
  if (isEncoded(headers)) return { status, isStream: isNamed, chunks: null };
  const first = await exchange.firstBytes(HOLD_MS, tellsAnError);
  const beginning = first?.toString("latin1", 0, 256) ?? "";
  const isStream = isNamed || LOOKS_LIKE_EVENTS.test(beginning);
  const start = { status, isStream, chunks: null };
  if (!first || !isStream || !LOOKS_LIKE_ERROR.test(beginning)) return start;
  return errorAtStart(first, exchange, target) ?? start;
}

/** Whether what has come shows if the stream begins with an error: the network may cut events anywhere. */
function tellsAnError(bytes: Buffer): boolean {
  if (bytes.length >= MAX_HELD_BYTES) return true;
  const text = bytes.toString("latin1");
  if (text.length >= MAX_OPENING_LENGTH && !LOOKS_LIKE_ERROR.test(text)) return true;
  return END_OF_EVENT.test(text.trimStart());
}

function isEncoded(headers: IncomingHttpHeaders): boolean {
  const encoding = headers["content-encoding"];
  return encoding !== undefined && encoding !== "identity";
}

function errorAtStart(
  first: Buffer,
  exchange: UpstreamExchange,
  target: Target,
): StreamStart | null {
  const [event] = new SseParser().push(first);
  const parsed = event && parseJson(event.data);
  const body = Array.isArray(parsed) ? parsed[0] : parsed;
  if (!event || !isObject(body) || body.error === undefined) return null;
  const { provider } = target;
  const isKnown = provider.transport === "http" && provider.readError(502, body) !== null;
  if (!isKnown && !isObject(body.error)) return null;
  void exchange.return();
  return { status: statusOf(body.error), isStream: false, chunks: oneChunk(event.data) };
}

/** The HTTP status an error has outside a stream, by its number or its type; 502 when neither tells. */
const STATUS_BY_TYPE: readonly [RegExp, number][] = [
  [/overloaded/, 529],
  [/rate_limit|resource_exhausted/i, 429],
  [/authentication|unauthenticated|invalid_api_key/i, 401],
  [/permission/i, 403],
  [/not_found/i, 404],
  [/too_large/, 413],
  [/timeout|deadline/i, 504],
  [/unavailable/i, 503],
  [/invalid_(request|argument)/i, 400],
  [/api_error|server_error|internal/i, 500],
];

function statusOf(error: unknown): number {
  const { code, status, type } = isObject(error) ? error : {};
  const numbers = [code, status].map(Number).filter((value) => value >= 400 && value <= 599);
  if (numbers[0] !== undefined) return numbers[0];
  const words = [type, code, status].filter((value) => typeof value === "string").join(" ");
  return STATUS_BY_TYPE.find(([pattern]) => pattern.test(words))?.[1] ?? 502;
}

async function* oneChunk(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}
