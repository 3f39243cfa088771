import { isObject, type JsonObject } from "../../protocol/json";
import type { UpstreamErrorInfo } from "../provider";

const MAX_DEPTH = 4;
const MAX_DETAILS = 5;
const MESSAGE_ROLES = new Set(["system", "developer", "user", "assistant", "tool"]);

/**
 * Reads the error bodies of servers that are more or less OpenAI's: an error object, an error text
 * (Ollama, xAI), the object without its envelope (Mistral, Cerebras), FastAPI's `detail` (vLLM, Mistral),
 * a list of one (Google). Null when there are no words in it.
 */
export function readError(status: number, body: unknown): UpstreamErrorInfo | null {
  const answer = Array.isArray(body) ? body[0] : body;
  if (!isObject(answer)) return null;
  const error = isObject(answer.error) ? answer.error : answer;
  const message = wordsOf(error);
  if (message === null) return null;
  return {
    message,
    type: textOf(error.type) ?? typeOf(status),
    code: codeOf(error.code),
    param: textOf(error.param) ?? pathOf(error),
  };
}

/** The words of a text, of an object that has some, or of a list of such. */
function wordsOf(value: unknown, depth = 0): string | null {
  if (typeof value === "string") return value.trim() === "" ? null : value;
  if (depth === MAX_DEPTH) return null;
  if (Array.isArray(value)) {
    const words = value.slice(0, MAX_DETAILS).map((entry) => wordsOf(entry, depth + 1));
    return words.filter((word) => word !== null).join("; ") || null;
  }
  if (!isObject(value)) return null;
  for (const field of [value.message, value.error, value.detail, value.msg]) {
    const words = wordsOf(field, depth + 1);
    if (words !== null) return words;
  }
  return null;
}

/** Where FastAPI's first detail points to, as a path in the body. */
function pathOf(error: JsonObject): string | null {
  const detail = detailsOf(error.detail) ?? detailsOf(error.message);
  const first = detail?.[0];
  if (!isObject(first) || !Array.isArray(first.loc)) return null;
  const steps = first.loc.filter((step, index, all) => !isTag(step, index, all));
  const path = steps.map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`));
  return path.join("").replace(/^\./, "") || null;
}

function detailsOf(value: unknown): unknown[] | null {
  if (Array.isArray(value)) return value;
  return isObject(value) && Array.isArray(value.detail) ? value.detail : null;
}

/** `body` in front, and the role by which a message's model was chosen, are not in the client's body. */
function isTag(step: unknown, index: number, all: unknown[]): boolean {
  if (index === 0 && step === "body") return true;
  const isAfterMessage = typeof all[index - 1] === "number" && all[index - 2] === "messages";
  return isAfterMessage && typeof step === "string" && MESSAGE_ROLES.has(step);
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function codeOf(value: unknown): string | null {
  return typeof value === "number" ? String(value) : textOf(value);
}

function typeOf(status: number): string {
  if (status === 401) return "authentication_error";
  if (status === 403) return "permission_error";
  if (status === 404) return "not_found_error";
  if (status === 429) return "rate_limit_error";
  return status < 500 ? "invalid_request_error" : "server_error";
}
