import { PrysmError } from "../../errors";
import { ChatAssembler } from "../../protocol/assemble-chat";
import { errorEvent } from "../../protocol/error-body";
import { SseParser } from "../../protocol/sse";
import { type CallTrace, captureChunk } from "../call-trace";
import type { GatewayDeps } from "../deps";
import { LineBoundary } from "../line-boundary";
import { upstreamFailure } from "../upstream-failure";
import type { UpstreamAnswer } from "./forward";
import { type Outcome, record } from "./record";

const MAX_CAPTURED_BYTES = 8 * 1024 * 1024;
const TAIL_BYTES = 4 * 1024;
const DONE_OR_FINISHED = /\[DONE\]|"finish_reason"\s*:\s*"/;

/**
 * Passes a streamed answer on as it comes and records it once, however it ends. A stream that breaks off
 * ends in an `error` event without `[DONE]`, so that it never looks complete.
 */
export async function* relayStream(
  answer: UpstreamAnswer,
  trace: CallTrace,
  deps: GatewayDeps,
): AsyncGenerator<Buffer> {
  let outcome: Outcome | null = null;
  const lines = new LineBoundary();
  try {
    for await (const chunk of answer.chunks) {
      captureChunk(trace, chunk, MAX_CAPTURED_BYTES);
      const ready = lines.push(chunk);
      if (ready.length > 0) yield ready;
    }
    const rest = lines.rest();
    if (rest.length > 0) yield rest;
    requireWhole(trace, answer);
    outcome = { status: "success", httpStatus: answer.status, error: null };
  } catch (thrown) {
    const error = upstreamFailure(thrown, answer.target.upstream.name, trace);
    if (error.code === "client_closed_request") return;
    outcome = failed(error, answer.status);
    // The blank line closes an event whose own one never came.
    yield Buffer.concat([Buffer.from("\n"), errorEvent(error, trace.id)]);
  } finally {
    answer.release();
    const ending = trace.isClientGone ? null : outcome;
    await record(trace, ending ?? cancelled(answer.status), deps);
  }
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

/** Throws when a stream closed in good order but before it said it was done. */
function requireWhole(trace: CallTrace, answer: UpstreamAnswer): void {
  const { captured } = trace;
  const chunks = captured.body.parts();
  if (captured.isTruncated || DONE_OR_FINISHED.test(tailOf(chunks))) return;
  const { isComplete, error } = assemble(chunks);
  if (isComplete || error) return;
  const message = `The provider "${answer.target.upstream.name}" ended the stream before it was complete.`;
  throw new PrysmError("upstream_died", message);
}

function tailOf(chunks: readonly Buffer[]): string {
  const last = chunks.slice(-4).map((chunk) => chunk.subarray(-TAIL_BYTES).toString("latin1"));
  return last.join("").slice(-TAIL_BYTES);
}

function assemble(chunks: readonly Buffer[]) {
  const parser = new SseParser();
  const assembler = new ChatAssembler();
  const events = [...chunks.flatMap((chunk) => parser.push(chunk)), ...parser.end()];
  for (const event of events) assembler.take(event.data);
  return assembler.finish();
}
