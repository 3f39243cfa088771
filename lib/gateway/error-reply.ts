import type { PrysmError } from "../errors";
import { dialectOf, errorBody } from "../protocol/error-body";
import type { CallTrace } from "./call-trace";
import type { GatewayReply } from "./gateway-message";
import { addPrysmHeaders } from "./response-headers";

/** The reply of a call that Prysm itself refuses. */
export function errorReply(error: PrysmError, trace: CallTrace): GatewayReply & { body: Buffer } {
  const body = Buffer.from(errorBody(error, trace.id, dialectOf(trace.api)));
  const headers: Record<string, string> = {
    "content-type": "application/json",
    "content-length": String(body.length),
    ...error.headers,
  };
  // Ours was the retry loop; a second one around it would multiply the tries.
  // After a timeout the upstream may be working, and billing, still.
  const isSpent =
    trace.attempts.length > 1 || (error.code === "timeout" && trace.attempts.length > 0);
  if (isSpent) headers["x-should-retry"] = "false";
  addPrysmHeaders(headers, trace);
  return { status: error.status, headers, body };
}
