import { isObject } from "../protocol/json";
import type { UpstreamErrorInfo } from "../providers/provider";

const MAX_MESSAGE_LENGTH = 4_096;
const MAX_NAME_LENGTH = 256;

/** The error in a body of OpenAI's or Anthropic's shape, or near it. */
export function errorInfoOf(body: unknown): UpstreamErrorInfo {
  const error = isObject(body) ? body.error : undefined;
  if (typeof error === "string") return { ...UNKNOWN, message: error.slice(0, MAX_MESSAGE_LENGTH) };
  if (!isObject(error)) return UNKNOWN;
  return {
    message: text(error.message, MAX_MESSAGE_LENGTH) ?? UNKNOWN.message,
    type: text(error.type, MAX_NAME_LENGTH) ?? UNKNOWN.type,
    code: text(error.code, MAX_NAME_LENGTH),
    param: text(error.param, MAX_NAME_LENGTH),
  };
}

const UNKNOWN: UpstreamErrorInfo = {
  message: "The upstream reported an error without a message.",
  type: "upstream_error",
  code: null,
  param: null,
};

function text(value: unknown, limit: number): string | null {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value.slice(0, limit) : null;
}
