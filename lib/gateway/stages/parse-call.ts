import { PrysmError } from "../../errors";
import { isObject, type JsonObject } from "../../protocol/json";
import { type CallTrace, roundMs } from "../call-trace";
import type { ClientApi } from "../client-api";
import type { GatewayDeps } from "../deps";
import type { GatewayRequest } from "../gateway-message";
import { multipartModel } from "../multipart-model";

const MAX_USER_LENGTH = 256;
const MAX_MODEL_LENGTH = 256;

export interface ParsedCall {
  clientApi: ClientApi;
  /** Empty for a body that is no JSON. */
  json: JsonObject;
  /** The client's bytes. */
  body: Buffer;
  model: string | null;
  isStream: boolean;
}

/** Reads and understands the body, or throws the 4xx that says what to change. */
export async function parseCall(
  request: GatewayRequest,
  clientApi: ClientApi,
  trace: CallTrace,
  deps: GatewayDeps,
): Promise<ParsedCall> {
  const readingSince = performance.now();
  const body = await request.readBody(deps.limits.maxBodyBytes);
  trace.bodyReadMs = roundMs(performance.now() - readingSince);
  if (clientApi.api === "passthrough") return parseAny(request, clientApi, trace, body);
  trace.requestBody = body;
  requirePlain(request);
  const json = parseJsonBody(body);
  noteModel(json, trace);
  const { model, stream, user } = clientApi.parse(json);
  trace.isStream = stream;
  takeUser(user, trace);
  return { clientApi, json: json as JsonObject, body, model, isStream: stream };
}

// What passes through may be anything, and only text is worth recording.
function parseAny(
  request: GatewayRequest,
  clientApi: ClientApi,
  trace: CallTrace,
  body: Buffer,
): ParsedCall {
  const type = request.headers["content-type"] ?? "";
  requirePlain(request);
  const isJson = /^[^;]*\bjson\b/i.test(type);
  if (isJson || /^text\//i.test(type)) trace.requestBody = body;
  const parsed = isJson && body.length > 0 ? parseJsonBody(body) : {};
  const json = isObject(parsed) ? parsed : {};
  const facts = clientApi.parse(json);
  const model = facts.model ?? multipartModel(type, body);
  trace.modelRequested = model;
  trace.isStream = facts.stream;
  takeUser(facts.user, trace);
  return { clientApi, json, body, model, isStream: facts.stream };
}

function takeUser(user: string | null, trace: CallTrace): void {
  if (trace.endUserId !== null || user === null) return;
  if (user.length <= MAX_USER_LENGTH) trace.endUserId = user;
  else trace.context.warnings.push(`user: longer than ${MAX_USER_LENGTH} characters`);
}

function requirePlain(request: GatewayRequest): void {
  const encoding = request.headers["content-encoding"];
  if (!encoding || encoding === "identity") return;
  const message = `Bodies with content-encoding ${encoding} are not accepted. Send them uncompressed.`;
  throw new PrysmError("invalid_request", message, { param: "content-encoding" });
}

function parseJsonBody(body: Buffer): unknown {
  if (body.length === 0) {
    throw new PrysmError("invalid_json", "The body is empty. Send a JSON object.");
  }
  try {
    return JSON.parse(body.toString("utf8"));
  } catch (error) {
    const detail = error instanceof SyntaxError ? error.message : "it cannot be parsed";
    const message = `The body is not valid JSON (${detail}). Send one JSON object, encoded as UTF-8.`;
    throw new PrysmError("invalid_json", message);
  }
}

// Also a call refused in the next line is found under the model it asked for.
function noteModel(json: unknown, trace: CallTrace): void {
  if (!isObject(json)) return;
  const { model, stream } = json;
  if (typeof model === "string") trace.modelRequested = model.slice(0, MAX_MODEL_LENGTH);
  trace.isStream = stream === true;
}
