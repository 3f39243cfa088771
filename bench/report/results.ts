import type { AuditFigures } from "../measure/audit";
import type { BenchContext } from "../measure/context";
import type { DecoderFigures } from "../measure/decoder";
import type { LatencyFigures } from "../measure/latency";
import type { MemoryFigures } from "../measure/memory";
import type { PageLoadRound } from "../measure/pages";
import type { SaturationFigures } from "../measure/saturation";

/** Everything one run measured; what was not run is empty. */
export interface BenchResults {
  context: BenchContext;
  startedAt: Date;
  finishedAt: Date;
  notes: string[];
  memory: MemoryFigures | null;
  latency: LatencyFigures[];
  pages: PageLoadRound[];
  saturation: SaturationFigures[];
  decoders: DecoderFigures[];
  audit: AuditFigures[];
}
