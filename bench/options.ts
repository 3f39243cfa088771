import { parseArgs } from "node:util";
import { SUBJECT_KEYS, type SubjectKey } from "./subjects/subject";

export interface BenchOptions {
  isQuick: boolean;
  subjects: SubjectKey[];
  /** Which parts to run. */
  parts: Part[];
  out: string | null;
  isProfiled: boolean;
  saturation: { rounds: number; warmUpMs: number; durationMs: number; connections: number };
  latency: { rounds: number; warmUpMs: number; durationMs: number; ratePerSecond: number };
  idleMs: number;
  auditMs: number;
}

export const PARTS = ["memory", "latency", "pages", "saturation", "decoder"] as const;
export type Part = (typeof PARTS)[number];

const CONNECTIONS = 16;
const RATE_PER_SECOND = 200;

export const USAGE = `npm run bench -- [options]
  --quick             short rounds, for development; the figures are rough
  --subjects a,b      only these: ${SUBJECT_KEYS.join(", ")}
  --skip a,b          all but these
  --parts a,b         only these: ${PARTS.join(", ")}
  --out file          where the table goes (default bench/RESULTS.md; --quick: bench/.scratch/RESULTS.md)
  --profile           CPU profile of Prysm's gateway process under saturation, into bench/.scratch`;

/** Throws with the usage text when an option is not understood. */
export function parseOptions(parameters: string[]): BenchOptions {
  const { values } = parseArgs({
    args: parameters,
    options: {
      quick: { type: "boolean", default: false },
      subjects: { type: "string" },
      skip: { type: "string", default: "" },
      parts: { type: "string" },
      out: { type: "string" },
      profile: { type: "boolean", default: false },
    },
  });
  const isQuick = values.quick;
  const skipped = new Set<string>(split(values.skip, SUBJECT_KEYS));
  const chosen =
    values.subjects === undefined ? [...SUBJECT_KEYS] : split(values.subjects, SUBJECT_KEYS);
  return {
    isQuick,
    subjects: chosen.filter((key) => !skipped.has(key)),
    parts: values.parts === undefined ? [...PARTS] : split(values.parts, PARTS),
    out: values.out ?? null,
    isProfiled: values.profile,
    saturation: isQuick
      ? { rounds: 1, warmUpMs: 1_000, durationMs: 3_000, connections: CONNECTIONS }
      : { rounds: 3, warmUpMs: 2_000, durationMs: 6_000, connections: CONNECTIONS },
    latency: isQuick
      ? { rounds: 1, warmUpMs: 1_000, durationMs: 3_000, ratePerSecond: RATE_PER_SECOND }
      : { rounds: 3, warmUpMs: 2_000, durationMs: 8_000, ratePerSecond: RATE_PER_SECOND },
    idleMs: isQuick ? 3_000 : 10_000,
    auditMs: isQuick ? 2_000 : 5_000,
  };
}

function split<T extends string>(list: string, known: readonly T[]): T[] {
  const names = list.split(",").filter(Boolean);
  return names.map((name) => {
    const found = known.find((candidate) => candidate === name);
    if (!found) throw new Error(`"${name}" is not one of ${known.join(", ")}.`);
    return found;
  });
}
