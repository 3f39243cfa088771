import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { RecordedTraces } from "./database";
import { LoadGenerator } from "./load/load-generator";
import { auditRecording } from "./measure/audit";
import type { BenchContext, Prysm } from "./measure/context";
import { measureDecoders } from "./measure/decoder";
import { measureLatency } from "./measure/latency";
import { Ledger } from "./measure/ledger";
import { measureMemory } from "./measure/memory";
import { measureUnderPages } from "./measure/pages";
import { measureSaturation } from "./measure/saturation";
import { type BenchOptions, type Part, parseOptions, USAGE } from "./options";
import { profileDirectory, profilePrysm } from "./profile";
import { reportText } from "./report/report";
import { startScript } from "./script-process";
import { startNginx } from "./subjects/nginx";
import { directSubject, startBare } from "./subjects/plain";
import { startPortkey } from "./subjects/portkey";
import { startPrysm } from "./subjects/prysm";
import {
  type RunningSubjects,
  SUBJECT_KEYS,
  type Subject,
  SubjectMissing,
} from "./subjects/subject";

const DRAIN_PATIENCE_MS = 300_000;

type Stop = () => Promise<void>;

await run();

async function run(): Promise<void> {
  const options = readOptions();
  if (!options) return;
  const folder = fileURLToPath(new URL(".", import.meta.url));
  const scratch = join(folder, ".scratch");
  mkdirSync(scratch, { recursive: true });
  const stops: Stop[] = [];
  const stopAll = once(async () => {
    for (const stop of stops.reverse()) await stop().catch((error) => console.error(error));
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void stopAll().then(() => process.exit(130)));
  }
  try {
    const { context, notes } = await startEverything(options, scratch, stops);
    const startedAt = new Date();
    const results = await measureAll(context);
    const text = reportText({ ...results, notes, context, startedAt, finishedAt: new Date() });
    const standard = join(options.isQuick ? scratch : folder, "RESULTS.md");
    const out = options.out ?? standard;
    writeFileSync(out, text);
    console.log(`\n${text}\nWritten to ${out}.`);
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  } finally {
    await stopAll();
  }
}

function readOptions(): BenchOptions | null {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    process.exitCode = 2;
    return null;
  }
}

async function startEverything(options: BenchOptions, scratch: string, stops: Stop[]) {
  const notes: string[] = [];
  const upstream = await startScript("mock-upstream.ts");
  stops.push(upstream.stop);
  const generator = await startScript("load/generator.ts");
  stops.push(generator.stop);
  const found: Subject[] = [directSubject(upstream.port)];
  const add = async (start: () => Promise<RunningSubjects>) => {
    try {
      const started = await start();
      stops.push(started.stop);
      found.push(...started.subjects);
    } catch (error) {
      if (!(error instanceof SubjectMissing)) throw error;
      notes.push(`Left out: ${error.message}.`);
    }
  };
  const wants = (...keys: string[]) => options.subjects.some((key) => keys.includes(key));
  if (wants("nginx")) await add(() => startNginx(upstream.port, scratch));
  if (wants("bare")) await add(() => startBare(upstream.port));
  if (wants("portkey")) await add(() => startPortkey(upstream.port, scratch));
  let prysm: Prysm | null = null;
  if (wants("prysm", "prysm-next")) {
    console.log("Starting Prysm; the first start builds it.");
    const running = await startPrysm({
      upstreamPort: upstream.port,
      scratch,
      profileDirectory: options.isProfiled ? profileDirectory(scratch) : null,
    });
    stops.push(running.stop);
    found.push(...running.subjects);
    const traces = await RecordedTraces.open(running.dataDirectory);
    stops.push(() => traces.close());
    prysm = { running, traces };
  }
  const subjects = SUBJECT_KEYS.flatMap((key) => found.filter((subject) => subject.key === key));
  const chosen = subjects.filter((subject) => options.subjects.includes(subject.key));
  const context = buildContext({ options, scratch, prysm, subjects: chosen }, generator);
  return { context, notes };
}

function buildContext(
  parts: Pick<BenchContext, "options" | "scratch" | "prysm" | "subjects">,
  generator: Awaited<ReturnType<typeof startScript>>,
): BenchContext {
  return {
    ...parts,
    generator: new LoadGenerator(generator),
    ledger: new Ledger(),
    say: (line) => console.log(line),
    settle: async (subject) => {
      if (!subject.key.startsWith("prysm")) return null;
      return (await parts.prysm?.traces.settle(DRAIN_PATIENCE_MS)) ?? null;
    },
  };
}

async function measureAll(context: BenchContext) {
  const { options, prysm } = context;
  const wants = (part: Part) => options.parts.includes(part);
  const memory = prysm && wants("memory") ? await measureMemory(context, prysm) : null;
  if (prysm && options.isProfiled) await profilePrysm(context, prysm);
  const latency = wants("latency") ? await measureLatency(context) : [];
  const pages = prysm && wants("pages") ? await measureUnderPages(context, prysm) : [];
  const saturation = wants("saturation") ? await measureSaturation(context) : [];
  const decoders = wants("decoder") ? measureDecoders() : [];
  const audit = prysm ? await auditRecording(context, prysm) : [];
  return { memory, latency, pages, saturation, decoders, audit };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
