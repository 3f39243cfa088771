import { mkdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { BenchContext, Prysm } from "./measure/context";
import { bodyOf, LOADS } from "./payloads";

interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  samples: number[];
  timeDeltas: number[];
}

const WRITE_PATIENCE_MS = 30_000;
const POLL_MS = 100;
const DURATION_MS = 8_000;
const TOP = 25;

export function profileDirectory(scratch: string): string {
  const directory = join(scratch, "profiles");
  mkdirSync(directory, { recursive: true });
  return directory;
}

/** Profiles the gateway's process under each load and prints where its own time went. */
export async function profilePrysm(context: BenchContext, prysm: Prysm): Promise<void> {
  const subject = context.subjects.find((candidate) => candidate.key === "prysm");
  if (!subject) return;
  const { pid } = prysm.running;
  const path = join(profileDirectory(context.scratch), `${pid}.cpuprofile`);
  for (const load of LOADS) {
    const before = modifiedAt(path);
    const running = context.generator.run({
      mode: "closed",
      target: subject.target,
      body: bodyOf(load),
      warmUpMs: 0,
      durationMs: DURATION_MS,
      connections: context.options.saturation.connections,
    });
    await pause(DURATION_MS / 4);
    process.kill(pid, "SIGUSR2");
    context.ledger.add("prysm", await running);
    process.kill(pid, "SIGUSR2");
    const deadline = Date.now() + WRITE_PATIENCE_MS;
    while (modifiedAt(path) === before && Date.now() < deadline) await pause(POLL_MS);
    await pause(POLL_MS);
    context.say(`\nProfile of the gateway's process, ${load}:\n${topSelfTime(path)}`);
    await context.settle(subject);
  }
}

function topSelfTime(path: string): string {
  const profile: CpuProfile = JSON.parse(readFileSync(path, "utf8"));
  const names = new Map(profile.nodes.map((node) => [node.id, nameOf(node.callFrame)]));
  const selfUs = new Map<string, number>();
  let totalUs = 0;
  for (const [index, sample] of profile.samples.entries()) {
    const name = names.get(sample) ?? "?";
    const spentUs = profile.timeDeltas[index] ?? 0;
    selfUs.set(name, (selfUs.get(name) ?? 0) + spentUs);
    totalUs += spentUs;
  }
  return [...selfUs]
    .sort((a, b) => b[1] - a[1])
    .slice(0, TOP)
    .map(([name, spentUs]) => `${((100 * spentUs) / totalUs).toFixed(1).padStart(5)} %  ${name}`)
    .join("\n");
}

function nameOf(frame: CpuProfile["nodes"][number]["callFrame"]): string {
  const file = frame.url.split("/").slice(-2).join("/");
  return `${frame.functionName || "(anonymous)"}  ${file}${file ? `:${frame.lineNumber + 1}` : ""}`;
}

function modifiedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
