import { hasWrk, runWrk } from "../load/wrk";
import { bodyOf, isTranslated, LOADS, type Load, TRANSLATED_LOADS } from "../payloads";
import type { Subject, SubjectKey } from "../subjects/subject";
import type { BenchContext } from "./context";

export interface SaturationFigures {
  load: Load;
  subject: SubjectKey;
  /** Answers per second, one per round. */
  perSecond: number[];
  failed: number;
  firstFailure: string | null;
  /** How long the recorder needed after each round to write what it was behind; Prysm only. */
  drainMs: number[];
}

/** As much as each subject can take from a few connections; rounds go A B C A B C. */
export async function measureSaturation(context: BenchContext): Promise<SaturationFigures[]> {
  const figures: SaturationFigures[] = [];
  for (const load of [...LOADS, ...TRANSLATED_LOADS]) {
    const subjects = context.subjects.filter((subject) => targetOf(subject, load) !== null);
    const ofLoad = subjects.map((subject) => emptyFigures(load, subject.key));
    figures.push(...ofLoad);
    for (let round = 1; round <= context.options.saturation.rounds; round++) {
      for (const [index, subject] of subjects.entries()) {
        const into = ofLoad[index];
        if (into) await runRound(context, subject, into);
        const rate = into?.perSecond.at(-1)?.toFixed(0) ?? "?";
        context.say(`saturation ${load} round ${round}: ${subject.key} ${rate}/s`);
      }
    }
  }
  return figures;
}

async function runRound(
  context: BenchContext,
  subject: Subject,
  into: SaturationFigures,
): Promise<void> {
  const { warmUpMs, durationMs, connections } = context.options.saturation;
  const target = targetOf(subject, into.load);
  if (!target) return;
  const job = {
    mode: "closed" as const,
    target,
    body: bodyOf(into.load),
    warmUpMs,
    durationMs,
    connections,
  };
  const result = hasWrk() ? await runWrk(job, context.scratch) : await context.generator.run(job);
  into.perSecond.push(result.answeredPerSecond);
  into.failed += result.failed;
  into.firstFailure ??= result.firstFailure;
  context.ledger.add(subject.key, result);
  const settled = await context.settle(subject);
  if (settled) into.drainMs.push(settled.tookMs);
}

function targetOf(subject: Subject, load: Load) {
  return isTranslated(load) ? subject.anthropicTarget : subject.target;
}

function emptyFigures(load: Load, subject: SubjectKey): SaturationFigures {
  return { load, subject, perSecond: [], failed: 0, firstFailure: null, drainMs: [] };
}
