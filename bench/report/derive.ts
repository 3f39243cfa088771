import type { LatencyFigures, LatencyRound } from "../measure/latency";
import type { PageLoadRound } from "../measure/pages";
import type { SaturationFigures } from "../measure/saturation";
import type { Load } from "../payloads";
import { median } from "../statistics";
import type { SubjectKey } from "../subjects/subject";

export type Quantile = "p50Ms" | "p99Ms" | "firstByteP50Ms" | "firstByteP99Ms";

export function ratePerSecond(
  figures: readonly SaturationFigures[],
  load: Load,
  subject: SubjectKey,
): number | null {
  const found = figures.find((entry) => entry.load === load && entry.subject === subject);
  return found ? median(found.perSecond) : null;
}

/** The median over rounds of the ratio within a round, so that a slow minute of the machine cancels out. */
export function ratio(
  figures: readonly SaturationFigures[],
  load: Load,
  subjects: { of: SubjectKey; to: SubjectKey },
): number | null {
  const rounds = (key: SubjectKey) =>
    figures.find((entry) => entry.load === load && entry.subject === key)?.perSecond ?? [];
  const base = rounds(subjects.to);
  const ratios = rounds(subjects.of).flatMap((rate, index) => {
    const other = base[index];
    return other ? [rate / other] : [];
  });
  return median(ratios);
}

export function quantile(figures: LatencyFigures | undefined, name: Quantile): number | null {
  return median(present((figures?.rounds ?? []).map((round) => round[name])));
}

/** The median over rounds of the difference to direct within the same round. */
export function added(
  figures: LatencyFigures | undefined,
  direct: LatencyFigures | undefined,
  name: Quantile,
): number | null {
  const differences = (figures?.rounds ?? []).map((round, index) =>
    difference(round, direct?.rounds[index], name),
  );
  return median(present(differences));
}

export function addedUnderPages(
  rounds: readonly PageLoadRound[],
  name: Quantile,
  base: "direct" | "directUnderPages",
): number | null {
  return median(
    present(rounds.map((round) => difference(round.prysmUnderPages, round[base], name))),
  );
}

export function present(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null);
}

function difference(
  round: LatencyRound,
  base: LatencyRound | undefined,
  name: Quantile,
): number | null {
  const [value, from] = [round[name], base?.[name]];
  return value === null || from === null || from === undefined ? null : value - from;
}
