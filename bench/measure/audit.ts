import { bodyOf, LOADS } from "../payloads";
import type { Subject, SubjectKey } from "../subjects/subject";
import type { BenchContext, Prysm } from "./context";

export interface AuditFigures {
  subject: SubjectKey;
  isDrained: boolean;
  answered: number;
  recorded: Record<string, number>;
  ids: { asked: number; foundOnce: number; withBodies: number };
}

/** Saturates Prysm once more with a generator that keeps every id, then looks all of them up. */
export async function auditRecording(context: BenchContext, prysm: Prysm): Promise<AuditFigures[]> {
  const figures: AuditFigures[] = [];
  for (const subject of context.subjects) {
    if (subject.key !== "prysm" && subject.key !== "prysm-next") continue;
    figures.push(await auditSubject(context, prysm, subject));
  }
  return figures;
}

async function auditSubject(
  context: BenchContext,
  prysm: Prysm,
  subject: Subject,
): Promise<AuditFigures> {
  for (const load of LOADS) {
    const result = await context.generator.run({
      mode: "closed",
      target: subject.target,
      body: bodyOf(load),
      warmUpMs: 0,
      durationMs: context.options.auditMs,
      connections: context.options.saturation.connections,
    });
    context.ledger.add(subject.key, result);
  }
  const settled = await context.settle(subject);
  const { answered, requestIds } = context.ledger.of(subject.key);
  const figures: AuditFigures = {
    subject: subject.key,
    isDrained: settled?.isDrained ?? false,
    answered,
    recorded: await prysm.traces.countByStatus(`bench-${subject.key}`),
    ids: await prysm.traces.find(requestIds),
  };
  context.say(
    `audit ${subject.key}: ${answered} answered, ${JSON.stringify(figures.recorded)} recorded, ` +
      `${figures.ids.foundOnce} of ${figures.ids.asked} ids found exactly once`,
  );
  return figures;
}
