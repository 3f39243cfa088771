import { PrysmError } from "../../errors";
import { type ChatRequest, parseChatRequest } from "../../protocol/chat";
import { type CallTrace, roundMs } from "../call-trace";
import type { GatewayDeps } from "../deps";
import type { GatewayRequest } from "../gateway-message";

const MAX_USER_LENGTH = 256;

export interface ParsedCall {
  chat: ChatRequest;
  body: Buffer;
}

/** Reads and understands the body, or throws the 4xx that says what to change. */
export async function parseCall(
  request: GatewayRequest,
  trace: CallTrace,
  deps: GatewayDeps,
): Promise<ParsedCall> {
  const readingSince = performance.now();
  const body = await request.readBody(deps.limits.maxBodyBytes);
  trace.bodyReadMs = roundMs(performance.now() - readingSince);
  trace.requestBody = body;
  const json = parseJson(body, request);
  noteModel(json, trace);
  const chat = parseChatRequest(json);
  trace.isStream = chat.stream;
  takeUser(chat.user, trace);
  return { chat, body };
}

function takeUser(user: string | null, trace: CallTrace): void {
  if (trace.endUserId !== null || user === null) return;
  if (user.length <= MAX_USER_LENGTH) trace.endUserId = user;
  else trace.context.warnings.push(`user: longer than ${MAX_USER_LENGTH} characters`);
}

function parseJson(body: Buffer, request: GatewayRequest): unknown {
  const encoding = request.headers["content-encoding"];
  if (encoding && encoding !== "identity") {
    const message = `Bodies with content-encoding ${encoding} are not accepted. Send the JSON uncompressed.`;
    throw new PrysmError("invalid_request", message, { param: "content-encoding" });
  }
  if (body.length === 0) {
    throw new PrysmError(
      "invalid_json",
      "The body is empty. Send a JSON object with model and messages.",
    );
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
  if (typeof json !== "object" || json === null) return;
  const { model, stream } = json as { model?: unknown; stream?: unknown };
  if (typeof model === "string") trace.modelRequested = model.slice(0, 256);
  trace.isStream = stream === true;
}
