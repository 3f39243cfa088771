import { PrysmError } from "../errors";
import type { CallTrace } from "./call-trace";
import type { GatewayRequest } from "./gateway-message";

/**
 * Calls `abort` when the client leaves or the call's total time is up. The function it returns ends the
 * watch and stops the upstream's clock.
 */
export function watchCall(
  request: GatewayRequest,
  trace: CallTrace,
  abort: (reason: Error) => void,
): () => void {
  const remainingMs = Math.max(1, trace.timeoutMs - (performance.now() - trace.startedAt));
  const timer = setTimeout(() => abort(outOfTime(trace)), remainingMs);
  request.onClientGone(() => abort(clientGone()));
  return () => {
    clearTimeout(timer);
    trace.upstreamEndedAt ??= performance.now();
  };
}

function outOfTime(trace: CallTrace): PrysmError {
  const message = `The call took longer than ${trace.timeoutMs} ms (x-prysm-timeout-ms) and was ended.`;
  return new PrysmError("timeout", message);
}

export function clientGone(): PrysmError {
  return new PrysmError("client_closed_request", "The client closed the connection.");
}
