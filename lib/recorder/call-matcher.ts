import type { RefusedCall } from "../db/trace-store";
import { PrysmError } from "../errors";
import type { PriceBook } from "../pricing/price-book";
import type { CloseRecord, OpenRecord } from "../protocol/call-record";
import type { Trace, TraceBodies } from "../protocol/trace";
import { buildTrace, type CallFrames } from "./build-trace";
import type { SpoolFrame } from "./spool-reader";

interface OpenCall {
  opening: OpenRecord;
  requestBody: Buffer;
  position: SpoolFrame["position"];
}

export interface MatchedCalls {
  traces: { trace: Trace; bodies: TraceBodies }[];
  refusedCalls: RefusedCall[];
}

const NO_ANSWER = Buffer.alloc(0);

/** Joins the open and close records of one writer into traces. */
export class CallMatcher {
  readonly #onUnreadable: (traceId: string, error: unknown) => void;
  // In order of opening, so the first entry is the oldest call still running.
  readonly #open = new Map<string, OpenCall>();

  constructor(onUnreadable: (traceId: string, error: unknown) => void) {
    this.#onUnreadable = onUnreadable;
  }

  take(frames: readonly SpoolFrame[], prices: PriceBook): MatchedCalls {
    const matched: MatchedCalls = { traces: [], refusedCalls: [] };
    for (const frame of frames) this.#takeFrame(frame, matched, prices);
    for (const call of this.#open.values()) detach(call);
    return matched;
  }

  /** Where the oldest call still running was opened: reading must start there again after a crash. */
  get oldestOpenPosition(): SpoolFrame["position"] | null {
    const [oldest] = this.#open.values();
    return oldest?.position ?? null;
  }

  /** The calls whose writer died before it could say how they ended. */
  abandon(lastSeenMs: number, prices: PriceBook): MatchedCalls {
    const traces = [...this.#open.values()].map(({ opening, requestBody }) =>
      this.#build(
        {
          opening,
          requestBody,
          closing: crashedClosing(opening, lastSeenMs),
          responseBody: NO_ANSWER,
        },
        prices,
      ),
    );
    this.#open.clear();
    return { traces, refusedCalls: [] };
  }

  // Upstreams choose what they answer. One that cannot be understood keeps its raw bytes; it must not
  // stop the records behind it.
  #build(frames: CallFrames, prices: PriceBook): MatchedCalls["traces"][number] {
    try {
      return buildTrace(frames, prices);
    } catch (error) {
      this.#onUnreadable(frames.opening.id, error);
      const closing = { ...frames.closing, format: "none" as const };
      return buildTrace({ ...frames, closing }, prices);
    }
  }

  #takeFrame(frame: SpoolFrame, matched: MatchedCalls, prices: PriceBook): void {
    const { record, body, position } = frame;
    switch (record.kind) {
      case "open":
        this.#open.set(record.id, { opening: record, requestBody: body, position });
        return;
      case "close": {
        const call = this.#open.get(record.id);
        this.#open.delete(record.id);
        // Without its opening (damaged, or recorded before a restart) a close says nothing of a project.
        if (call) {
          const frames = { ...call, closing: record, responseBody: body };
          matched.traces.push(this.#build(frames, prices));
        }
        return;
      }
      case "refused": {
        const { kind: _, receivedAtMs, ...refused } = record;
        matched.refusedCalls.push({ ...refused, createdAt: new Date(receivedAtMs) });
        return;
      }
      default: {
        const unhandled: never = record;
        throw new Error(`Handle this record in call-matcher.ts: ${JSON.stringify(unhandled)}`);
      }
    }
  }
}

// A frame's body is a view into the megabytes it was read with; a call that runs on must not hold them.
function detach(call: OpenCall): void {
  if (call.requestBody.buffer.byteLength > call.requestBody.length * 2) {
    call.requestBody = Buffer.from(call.requestBody);
  }
}

function crashedClosing(opening: OpenRecord, lastSeenMs: number): CloseRecord {
  const { type, code, message } = new PrysmError(
    "gateway_crashed",
    "The gateway process ended abruptly while this call was running; how it ended is not known.",
  );
  return {
    kind: "close",
    id: opening.id,
    status: "error",
    httpStatus: null,
    error: { type, code, message },
    provider: null,
    providerKind: null,
    upstreamApi: null,
    model: null,
    latencyMs: Math.max(0, lastSeenMs - opening.receivedAtMs),
    upstreamMs: null,
    overheadMs: 0,
    attempts: [],
    warnings: [],
    responseHeaders: {},
    format: "none",
    chunkTimes: [],
    usage: null,
    upstreamUsage: null,
    isTruncated: false,
  };
}
