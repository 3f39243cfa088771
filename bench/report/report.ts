import { hasWrk } from "../load/wrk";
import { machineLine } from "../machine";
import type { BenchResults } from "./results";
import {
  auditTable,
  decoderTable,
  latencyTables,
  memoryTable,
  pagesTable,
  saturationTables,
} from "./tables";
import { targetsTable } from "./targets";

export function reportText(results: BenchResults): string {
  const { context, notes } = results;
  const rough = context.options.isQuick
    ? "\n**A `--quick` run: one short round each. The figures are rough.**\n"
    : "";
  return `# Speed and memory

Written by \`npm run bench\`. Machine: ${machineLine()}. ${results.startedAt.toISOString().slice(0, 16)} to ${results.finishedAt.toISOString().slice(0, 16)} UTC.
${rough}${notes.map((note) => `\n${note}\n`).join("")}
All subjects ran on this machine side by side in this one run; load generator, mock upstream and subject
share its processors. The ratios mean something elsewhere, the figures only here.

## Targets

${targetsTable(results)}

## Saturation (closed loop)

${saturationTables(results)}

## Latency (open loop)

${latencyTables(results)}

## Latency while dashboard pages load

${pagesTable(results)}

## Memory

${memoryTable(results)}

## Stream decoders

${decoderTable(results)}

## Recording

${auditTable(results)}

${methodText(results)}`;
}

function methodText({ context }: BenchResults): string {
  const { saturation, latency, idleMs, auditMs } = context.options;
  const tool = hasWrk() ? "`wrk`, one thread" : "our own generator (wrk is not installed)";
  return `## Method and meaning

- **Mock upstream**: its own process, answers at once from buffers built at start; a stream is 200 events, each its own HTTP chunk. Below \`/v1/messages\` it speaks Anthropic's API, for the loads that are translated.
- **Subjects**: *direct* is the generator against the mock. *nginx* is \`proxy_pass\` with kept-alive connections, buffering off, one worker. *Bare* is \`bench/bare-passthrough.ts\`: parse the request, forward through undici, parse or pipe the answer, record nothing. *Portkey* is the npm package, pointed at the mock by its headers, with an older \`@hono/node-server\` (\`bench/subjects/portkey.ts\` says why). *Prysm* is the built product with its embedded PostgreSQL, authentication and recording of full bodies on, default settings: its own server on the public port, and the same gateway inside a Next route handler on the page server's port.
- **Saturation**: ${saturation.connections} connections, each sends its next request when the last is answered; ${seconds(saturation.warmUpMs)} warm-up, ${seconds(saturation.durationMs)} measured, ${saturation.rounds} round(s) in the order A B C A B C, by ${tool}. The figure is the median of the rounds, a ratio the median of the ratios within a round. *Recorded after* is how long the recorder went on writing when the load had ended; the next subject waits for it.
- **Latency**: ${latency.ratePerSecond} requests/s leave on a fixed schedule whether or not earlier ones are answered, for ${seconds(latency.durationMs)} after ${seconds(latency.warmUpMs)} warm-up, ${latency.rounds} round(s) interleaved. Latency counts from the scheduled time to the last byte, time to first token to the first byte of the body, so waiting behind a stall counts. *Added* is the difference to direct in the same round; every figure is the median of the rounds. *Failed* also counts requests not sent because 1,000 were waiting: such a subject cannot hold the rate and its percentiles say little.
- **While pages load**: the same, while one visitor, signed in, loads the Requests page again and again without a pause (its scripts and styles once, as a browser with a cache does).
- **Memory**: after ${seconds(idleMs)} without any call; resident is VmRSS (pages shared between processes count in each), proportional is PSS. Then 500 streams are opened at once, each lasting about 15 s, and the gateway's resident memory is read every 0.5 s.
- **Stream decoders**: a stream of 1 MB and of 10 MB, read in pieces of 64 KB and turned into chunks of Chat Completions, in one process without sockets; median of 7. Linear is 10. *Held* is what the heap keeps of the stream when its last byte is in.
- **Recording**: after everything, ${seconds(auditMs)} more of each load on both mounts with a generator that keeps \`x-prysm-request-id\` of every answer; these and the ids of the open loops are looked up one by one. Rows beyond the answers are calls that wrk cut off when its time was over.
`;
}

function seconds(durationMs: number): string {
  return `${durationMs / 1000} s`;
}
