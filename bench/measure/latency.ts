import type { LoadResult } from "../load/load-job";
import { bodyOf, type Load } from "../payloads";
import { percentile } from "../statistics";
import type { Subject, SubjectKey } from "../subjects/subject";
import type { BenchContext } from "./context";

export interface LatencyRound {
  p50Ms: number | null;
  p99Ms: number | null;
  firstByteP50Ms: number | null;
  firstByteP99Ms: number | null;
  failed: number;
  firstFailure: string | null;
}

export interface LatencyFigures {
  load: Load;
  subject: SubjectKey;
  rounds: LatencyRound[];
}

const LATENCY_LOADS = ["small", "stream-200"] as const;

/** A fixed number of requests per second, far below what the fast subjects can take. */
export async function measureLatency(context: BenchContext): Promise<LatencyFigures[]> {
  const figures: LatencyFigures[] = [];
  for (const load of LATENCY_LOADS) {
    const ofLoad = context.subjects.map(
      (subject): LatencyFigures => ({ load, subject: subject.key, rounds: [] }),
    );
    figures.push(...ofLoad);
    for (let round = 1; round <= context.options.latency.rounds; round++) {
      for (const [index, subject] of context.subjects.entries()) {
        const measured = await runLatencyRound(context, subject, load);
        ofLoad[index]?.rounds.push(measured);
        await context.settle(subject);
        context.say(`latency ${load} round ${round}: ${subject.key} ${describeRound(measured)}`);
      }
    }
  }
  return figures;
}

export async function runLatencyRound(
  context: BenchContext,
  subject: Subject,
  load: Load,
): Promise<LatencyRound> {
  const { warmUpMs, durationMs, ratePerSecond } = context.options.latency;
  const result = await context.generator.run({
    mode: "open",
    target: subject.target,
    body: bodyOf(load),
    warmUpMs,
    durationMs,
    ratePerSecond,
  });
  context.ledger.add(subject.key, result);
  return summarise(result);
}

function summarise(result: LoadResult): LatencyRound {
  return {
    p50Ms: percentile(result.latenciesMs, 0.5),
    p99Ms: percentile(result.latenciesMs, 0.99),
    firstByteP50Ms: percentile(result.firstByteMs, 0.5),
    firstByteP99Ms: percentile(result.firstByteMs, 0.99),
    failed: result.failed,
    firstFailure: result.firstFailure,
  };
}

export function describeRound(round: LatencyRound): string {
  const text = (value: number | null) => value?.toFixed(2) ?? "-";
  const failures = round.failed > 0 ? `, ${round.failed} failed (${round.firstFailure})` : "";
  return `p50 ${text(round.p50Ms)} ms, p99 ${text(round.p99Ms)} ms, first byte p50 ${text(round.firstByteP50Ms)} ms${failures}`;
}
