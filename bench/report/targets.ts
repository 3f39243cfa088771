import { LOAD_LABELS, TRANSLATED_LOADS } from "../payloads";
import { added, addedUnderPages, ratio } from "./derive";
import { decimal, markdownTable } from "./markdown";
import type { BenchResults } from "./results";

interface Line {
  what: string;
  wanted: string;
  measured: string;
  /** Null when this run has no figure for it. */
  isMet: boolean | null;
}

export function targetsTable(results: BenchResults): string {
  const lines = [
    ...throughputLines(results),
    ...latencyLines(results),
    ...memoryLines(results),
    ...decoderLines(results),
    ...recordingLines(results),
  ];
  return markdownTable(
    ["Target", "Wanted", "Measured", "Result"],
    lines.map((line) => [line.what, line.wanted, line.measured, verdict(line.isMet)]),
  );
}

function verdict(isMet: boolean | null): string {
  if (isMet === null) return "not measured";
  return isMet ? "pass" : "**fail**";
}

function atLeast(what: string, measured: number | null, limit: number): Line {
  const isMet = measured === null ? null : measured >= limit;
  return { what, wanted: `≥ ${limit} ×`, measured: `${decimal(measured)} ×`, isMet };
}

function atMost(what: string, measured: number | null, limit: number, unit: string): Line {
  const isMet = measured === null ? null : measured <= limit;
  return { what, wanted: `≤ ${limit} ${unit}`, measured: `${decimal(measured)} ${unit}`, isMet };
}

function throughputLines({ saturation }: BenchResults): Line[] {
  const toBare = ratio(saturation, "small", { of: "prysm", to: "bare" });
  const toPortkey = ratio(saturation, "small", { of: "prysm", to: "portkey" });
  return [
    atLeast("requests/s, small body, to the bare passthrough", toBare, 0.6),
    atLeast("requests/s, small body, to Portkey", toPortkey, 8),
    ...TRANSLATED_LOADS.map((load) =>
      atLeast(
        `requests/s, ${LOAD_LABELS[load]}, to Portkey`,
        ratio(saturation, load, { of: "prysm", to: "portkey" }),
        4,
      ),
    ),
  ];
}

function latencyLines({ latency, pages, context }: BenchResults): Line[] {
  const find = (load: string, key: string) =>
    latency.find((entry) => entry.load === load && entry.subject === key);
  const rate = context.options.latency.ratePerSecond;
  const small = [find("small", "prysm"), find("small", "direct")] as const;
  const stream = [find("stream-200", "prysm"), find("stream-200", "direct")] as const;
  return [
    atMost(`added latency at ${rate}/s, p50`, added(...small, "p50Ms"), 1, "ms"),
    atMost(`added latency at ${rate}/s, p99`, added(...small, "p99Ms"), 5, "ms"),
    atMost(`added TTFT at ${rate}/s, p50`, added(...stream, "firstByteP50Ms"), 1, "ms"),
    atMost(
      "added latency while pages load, p99 (direct without pages)",
      addedUnderPages(pages, "p99Ms", "direct"),
      10,
      "ms",
    ),
    atMost(
      "the same, to direct with the same pages loading",
      addedUnderPages(pages, "p99Ms", "directUnderPages"),
      10,
      "ms",
    ),
  ];
}

function memoryLines({ memory }: BenchResults): Line[] {
  const gateway = memory?.idle.find((entry) => entry.role === "gateway")?.residentMb ?? null;
  const node = memory?.idle.filter((entry) => entry.role !== "postgres") ?? [];
  const sum = memory ? node.reduce((total, entry) => total + entry.residentMb, 0) : null;
  const addedMb = memory ? memory.streams.peakMb - memory.streams.beforeMb : null;
  return [
    atMost("resident memory when idle, gateway process", gateway, 300, "MB"),
    atMost("resident memory when idle, all Node processes", sum, 300, "MB"),
    atMost(`${memory?.streams.answered ?? 500} open streams add`, addedMb, 100, "MB"),
  ];
}

/** Linear is 10; what lies above it up to 12 is the noise of a shared machine. */
function decoderLines({ decoders }: BenchResults): Line[] {
  const growth = Math.max(...decoders.map((entry) => entry.growth));
  const heldMb = Math.max(...decoders.map((entry) => entry.heldMb));
  if (decoders.length === 0) return [];
  return [
    atMost("stream decoders, time for 10 MB to time for 1 MB", growth, 12, "×"),
    atMost("stream decoders, held at the end of 10 MB", heldMb, 1, "MB"),
  ];
}

function recordingLines({ audit }: BenchResults): Line[] {
  return audit.map((entry) => {
    const success = entry.recorded.success ?? 0;
    const isComplete = entry.ids.foundOnce === entry.ids.asked && success >= entry.answered;
    return {
      what: `every answered call recorded once (${entry.subject})`,
      wanted: "all",
      measured: `${entry.ids.foundOnce} of ${entry.ids.asked} ids; ${success} rows for ${entry.answered} answers`,
      isMet: isComplete && entry.isDrained,
    };
  });
}
