import { PrysmError } from "../../errors";
import { type ErrorFacts, errorEvent } from "../../protocol/error-body";
import { UpstreamErrorEvent } from "../../providers/upstream-error-event";
import type { UpstreamAnswer } from "../attempt";
import { type CallTrace, captureChunk } from "../call-trace";
import type { GatewayDeps } from "../deps";
import type { StreamRelay } from "../stream-relay";
import { upstreamFailure } from "../upstream-failure";
import { type Outcome, record } from "./record";

const MAX_CAPTURED_BYTES = 8 * 1024 * 1024;

/**
 * Passes a streamed answer on as it comes and records it once, however it ends. A stream that breaks off
 * ends in an `error` event and nothing that says "done", so that it never looks complete.
 */
export async function* relayStream(
  answer: UpstreamAnswer,
  relay: StreamRelay,
  trace: CallTrace,
  deps: GatewayDeps,
): AsyncGenerator<Buffer> {
  let outcome: Outcome | null = null;
  try {
    for await (const chunk of answer.chunks) {
      const ready = relay.push(chunk);
      if (ready.length > 0) {
        captureChunk(trace, ready, MAX_CAPTURED_BYTES);
        yield ready;
      }
      relay.throwFailure();
    }
    yield* captured(relay.end(), trace);
    relay.throwFailure();
    outcome = { status: "success", httpStatus: answer.status, error: null };
  } catch (thrown) {
    const error = upstreamFailure(thrown, answer.target.upstream.name, trace);
    if (error.code === "client_closed_request") return;
    if (relay.isWhole()) {
      yield* captured(relay.end(), trace);
      outcome = { status: "success", httpStatus: answer.status, error: null };
      return;
    }
    outcome = failed(error, answer.status);
    // The blank line closes an event whose own one never came.
    const facts = factsOf(thrown, error);
    const event = relay.failure(facts) ?? errorEvent(facts, trace.id, trace.api);
    yield Buffer.concat([Buffer.from("\n"), event]);
  } finally {
    answer.release();
    trace.upstreamUsage = relay.usage();
    const ending = trace.isClientGone ? null : outcome;
    await record(trace, ending ?? cancelled(answer.status), deps);
  }
}

function* captured(bytes: Buffer, trace: CallTrace): Generator<Buffer> {
  if (bytes.length === 0) return;
  captureChunk(trace, bytes, MAX_CAPTURED_BYTES);
  yield bytes;
}

function cancelled(httpStatus: number): Outcome {
  const error = new PrysmError(
    "client_closed_request",
    "The client closed the connection mid-stream.",
  );
  return { status: "cancelled", httpStatus, error };
}

function failed(error: PrysmError, httpStatus: number): Outcome {
  return { status: error.code === "timeout" ? "timeout" : "error", httpStatus, error };
}

// An upstream's own words keep its own type and code.
function factsOf(thrown: unknown, error: PrysmError): ErrorFacts & { status: number } {
  if (!(thrown instanceof UpstreamErrorEvent)) return error;
  const status = thrown.status ?? error.status;
  const code = status === 401 ? "provider_auth_error" : thrown.info.code;
  return { ...thrown.info, code, status };
}
