import type { RecordedTraces } from "../database";
import type { LoadGenerator } from "../load/load-generator";
import type { BenchOptions } from "../options";
import type { RunningPrysm } from "../subjects/prysm";
import type { Subject } from "../subjects/subject";
import type { Ledger } from "./ledger";

export interface Prysm {
  running: RunningPrysm;
  traces: RecordedTraces;
}

/** What every measurement works with. */
export interface BenchContext {
  options: BenchOptions;
  subjects: Subject[];
  generator: LoadGenerator;
  scratch: string;
  prysm: Prysm | null;
  ledger: Ledger;
  say(line: string): void;
  /** After a load on Prysm: waits until it is recorded, so that the next subject has the machine to itself. */
  settle(subject: Subject): Promise<{ isDrained: boolean; tookMs: number } | null>;
}
