import type { Api, Dialect } from "./api";

/** What went wrong, in the words of the OpenAI API. */
export interface ErrorFacts {
  message: string;
  type: string;
  code: string | null;
  param: string | null;
}

/** Anthropic's error types by HTTP status (https://docs.anthropic.com/en/api/errors). */
const ANTHROPIC_TYPES: Readonly<Record<number, string>> = {
  400: "invalid_request_error",
  401: "authentication_error",
  402: "billing_error",
  403: "permission_error",
  404: "not_found_error",
  413: "request_too_large",
  429: "rate_limit_error",
  504: "timeout_error",
  529: "overloaded_error",
};

export function dialectOf(api: Api): Dialect {
  return api === "messages" || api === "messages.count_tokens" ? "anthropic" : "openai";
}

/** The error object of a dialect, so that its clients raise their own exception classes. */
export function errorBody(
  error: ErrorFacts & { status: number },
  requestId?: string,
  dialect: Dialect = "openai",
): string {
  return JSON.stringify(
    dialect === "anthropic" ? anthropicError(error, requestId) : openaiError(error, requestId),
  );
}

/** The last event of a stream that failed after its first byte; nothing that says "done" follows it. */
export function errorEvent(
  error: ErrorFacts & { status: number },
  requestId: string,
  api: Api,
): Buffer {
  if (dialectOf(api) === "anthropic") {
    return Buffer.from(`event: error\ndata: ${errorBody(error, requestId, "anthropic")}\n\n`);
  }
  if (api === "responses") {
    const { message, type, code, param } = error;
    // The API has the facts beside the type; its clients read them below `error`.
    const facts = { code, message, param, prysm_request_id: requestId };
    const data = { type: "error", ...facts, error: { type, ...facts } };
    return Buffer.from(`event: error\ndata: ${JSON.stringify(data)}\n\n`);
  }
  return Buffer.from(`data: ${errorBody(error, requestId)}\n\n`);
}

function openaiError({ message, type, param, code }: ErrorFacts, requestId?: string) {
  return {
    error: {
      message,
      type,
      param,
      code,
      ...(requestId === undefined ? {} : { prysm_request_id: requestId }),
    },
  };
}

function anthropicError(error: ErrorFacts & { status: number }, requestId?: string) {
  const otherwise = error.status >= 500 ? "api_error" : "invalid_request_error";
  return {
    type: "error",
    error: { type: ANTHROPIC_TYPES[error.status] ?? otherwise, message: error.message },
    ...(requestId === undefined ? {} : { request_id: requestId }),
  };
}
