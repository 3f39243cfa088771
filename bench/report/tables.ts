import { LOAD_LABELS, LOADS, type Load, TRANSLATED_LOADS } from "../payloads";
import { median } from "../statistics";
import type { SubjectKey } from "../subjects/subject";
import { added, present, quantile, ratePerSecond, ratio } from "./derive";
import { decimal, markdownTable, whole } from "./markdown";
import type { BenchResults } from "./results";

function labelOf(results: BenchResults, key: SubjectKey): string {
  return results.context.subjects.find((subject) => subject.key === key)?.label ?? key;
}

export function saturationTables(results: BenchResults): string {
  return [...LOADS, ...TRANSLATED_LOADS]
    .map((load) => `### ${LOAD_LABELS[load]}\n\n${saturationTable(results, load)}`)
    .join("\n\n");
}

function saturationTable(results: BenchResults, load: Load): string {
  const { saturation } = results;
  const rows = saturation
    .filter((entry) => entry.load === load)
    .map((entry) => [
      labelOf(results, entry.subject),
      whole(ratePerSecond(saturation, load, entry.subject)),
      decimal(ratio(saturation, load, { of: entry.subject, to: "bare" })),
      decimal(ratio(saturation, load, { of: entry.subject, to: "portkey" })),
      entry.perSecond.map(whole).join(" "),
      entry.failed === 0 ? "0" : `${entry.failed} (${entry.firstFailure})`,
      entry.drainMs.length === 0 ? "" : decimal((median(entry.drainMs) ?? 0) / 1000, 1),
    ]);
  const head = [
    "Subject",
    "requests/s",
    "× bare",
    "× Portkey",
    "rounds",
    "failed",
    "recorded after, s",
  ];
  return markdownTable(head, rows);
}

export function latencyTables(results: BenchResults): string {
  const { latency } = results;
  const small = latencyTable(results, "small", ["p50Ms", "p99Ms"]);
  const stream = latencyTable(results, "stream-200", ["firstByteP50Ms", "firstByteP99Ms"]);
  const rate = results.context.options.latency.ratePerSecond;
  if (latency.length === 0) return "Not measured in this run.";
  return `### Latency, ${LOAD_LABELS.small}, ${rate} requests/s\n\n${small}\n\n### Time to first token, ${LOAD_LABELS["stream-200"]}, ${rate} streams/s\n\n${stream}`;
}

type Pair = ["p50Ms", "p99Ms"] | ["firstByteP50Ms", "firstByteP99Ms"];

function latencyTable(results: BenchResults, load: Load, [p50, p99]: Pair): string {
  const ofLoad = results.latency.filter((entry) => entry.load === load);
  const direct = ofLoad.find((entry) => entry.subject === "direct");
  const rows = ofLoad.map((entry) => [
    labelOf(results, entry.subject),
    decimal(quantile(entry, p50)),
    decimal(quantile(entry, p99)),
    decimal(added(entry, direct, p50)),
    decimal(added(entry, direct, p99)),
    entry.rounds.map((round) => decimal(round[p99])).join(" "),
    String(entry.rounds.reduce((sum, round) => sum + round.failed, 0)),
  ]);
  const head = [
    "Subject",
    "p50 ms",
    "p99 ms",
    "added p50",
    "added p99",
    "p99 of each round",
    "failed",
  ];
  return markdownTable(head, rows);
}

export function pagesTable({ pages }: BenchResults): string {
  if (pages.length === 0) return "Not measured in this run.";
  const over = (pick: (round: (typeof pages)[number]) => number | null) =>
    decimal(median(present(pages.map(pick))));
  const rows = [
    ["direct, no pages", over((round) => round.direct.p50Ms), over((round) => round.direct.p99Ms)],
    [
      "direct, pages loading",
      over((round) => round.directUnderPages.p50Ms),
      over((round) => round.directUnderPages.p99Ms),
    ],
    [
      "Prysm, own server, pages loading",
      over((round) => round.prysmUnderPages.p50Ms),
      over((round) => round.prysmUnderPages.p99Ms),
    ],
  ];
  const loaded = pages.map((round) => round.pagesLoaded).join(", ");
  const pageMs = over((round) => round.pageMs);
  return `${markdownTable(["", "p50 ms", "p99 ms"], rows)}\n\nPages loaded in each round: ${loaded}; one page took ${pageMs} ms (median).`;
}

export function memoryTable({ memory }: BenchResults): string {
  if (!memory) return "Not measured in this run.";
  const node = memory.idle.filter((entry) => entry.role !== "postgres");
  const postgres = memory.idle.filter((entry) => entry.role === "postgres");
  const sum = (entries: typeof node, pick: (entry: (typeof node)[number]) => number | null) =>
    entries.reduce<number>((total, entry) => total + (pick(entry) ?? 0), 0);
  const rows = node.map((entry) => [
    entry.role === "gateway" ? "gateway (the process of `npm start`)" : "child (pages or recorder)",
    whole(entry.residentMb),
    whole(entry.proportionalMb),
  ]);
  for (const [name, entries] of [
    ["all Node processes", node],
    ["PostgreSQL, all its processes", postgres],
  ] as const) {
    rows.push([
      name,
      whole(sum(entries, (entry) => entry.residentMb)),
      whole(sum(entries, (entry) => entry.proportionalMb)),
    ]);
  }
  const { streams } = memory;
  return `${markdownTable(["Idle, before any load", "resident MB", "proportional MB"], rows)}\n\nGateway process with ${streams.answered} of ${streams.wanted} streams open at once: ${whole(streams.beforeMb)} MB before, ${whole(streams.peakMb)} MB at the peak.`;
}

export function decoderTable({ decoders }: BenchResults): string {
  if (decoders.length === 0) return "Not measured in this run.";
  const rows = decoders.map(({ decoder, tookMs, growth, heldMb }) => [
    decoder,
    ...tookMs.map(({ medianMs }) => decimal(medianMs, 1)),
    decimal(growth, 1),
    decimal(heldMb),
  ]);
  const head = ["Stream of", "1 MB, ms", "10 MB, ms", "10 MB to 1 MB", "held at the end, MB"];
  return markdownTable(head, rows);
}

export function auditTable(results: BenchResults): string {
  if (results.audit.length === 0) return "Not measured in this run.";
  const rows = results.audit.map((entry) => [
    labelOf(results, entry.subject),
    whole(entry.answered),
    Object.entries(entry.recorded)
      .map(([status, count]) => `${status} ${whole(count)}`)
      .join(", "),
    whole(entry.ids.asked),
    whole(entry.ids.foundOnce),
    whole(entry.ids.withBodies),
    entry.isDrained ? "yes" : "no",
  ]);
  const head = [
    "Subject",
    "answered in the whole run",
    "rows by status",
    "ids looked up",
    "found exactly once",
    "with both bodies",
    "spool empty",
  ];
  return markdownTable(head, rows);
}
