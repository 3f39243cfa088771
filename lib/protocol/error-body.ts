import type { PrysmError } from "../errors";

/** OpenAI's error object, so that its clients raise their own exception classes. */
export function errorBody(error: PrysmError, requestId?: string): string {
  return JSON.stringify({
    error: {
      message: error.message,
      type: error.type,
      param: error.param,
      code: error.code,
      ...(requestId === undefined ? {} : { prysm_request_id: requestId }),
    },
  });
}

/** The last event of a stream that failed after its first byte; no `[DONE]` follows it. */
export function errorEvent(error: PrysmError, requestId: string): Buffer {
  return Buffer.from(`data: ${errorBody(error, requestId)}\n\n`);
}
