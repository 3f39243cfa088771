import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { pacedStreamBody, STREAM_CHUNKS } from "../payloads";
import type { BenchContext, Prysm } from "./context";

export interface ProcessMemory {
  pid: number;
  role: "gateway" | "child" | "postgres";
  residentMb: number;
  /** Shared pages divided among those who share them; null where the system does not tell. */
  proportionalMb: number | null;
}

export interface MemoryFigures {
  idle: ProcessMemory[];
  streams: { wanted: number; answered: number; beforeMb: number; peakMb: number };
}

const OPEN_STREAMS = 500;
const STREAM_INTERVAL_MS = 75;
const SAMPLE_MS = 500;
const KIB_PER_MIB = 1024;

/** Before any load: what the idle product holds, and what open streams add to the gateway's process. */
export async function measureMemory(
  context: BenchContext,
  prysm: Prysm,
): Promise<MemoryFigures | null> {
  const subject = context.subjects.find((candidate) => candidate.key === "prysm");
  if (process.platform !== "linux" || !subject) return null;
  await pause(context.options.idleMs);
  const idle = processTree(prysm.running.pid).map((pid) => memoryOf(pid, prysm.running.pid));
  const beforeMb = memoryOf(prysm.running.pid, prysm.running.pid).residentMb;
  const job = {
    mode: "closed" as const,
    target: subject.target,
    body: pacedStreamBody(STREAM_INTERVAL_MS),
    connections: OPEN_STREAMS,
    warmUpMs: 0,
    durationMs: 1,
  };
  let isRunning = true;
  const streaming = context.generator.run(job).finally(() => {
    isRunning = false;
  });
  let peakMb = beforeMb;
  const deadline = Date.now() + 4 * STREAM_CHUNKS * STREAM_INTERVAL_MS;
  while (isRunning && Date.now() < deadline) {
    await pause(SAMPLE_MS);
    peakMb = Math.max(peakMb, memoryOf(prysm.running.pid, prysm.running.pid).residentMb);
  }
  const result = await streaming;
  context.ledger.add("prysm", result);
  await context.settle(subject);
  context.say(`memory: gateway ${beforeMb} MB idle, ${peakMb} MB with ${result.answered} streams`);
  return { idle, streams: { wanted: OPEN_STREAMS, answered: result.answered, beforeMb, peakMb } };
}

/** The process and all below it. */
function processTree(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    const pid = Number(name);
    if (Number.isInteger(pid)) parents.set(pid, parentOf(pid));
  }
  const tree = [root];
  for (const pid of tree) {
    for (const [child, parent] of parents) if (parent === pid) tree.push(child);
  }
  return tree;
}

function parentOf(pid: number): number {
  return Number(/^PPid:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);
}

function memoryOf(pid: number, root: number): ProcessMemory {
  const status = read(`/proc/${pid}/status`);
  const isPostgres = /^Name:\s+postgres/m.test(status);
  const ownRole = pid === root ? "gateway" : "child";
  return {
    pid,
    role: isPostgres ? "postgres" : ownRole,
    residentMb: mebibytes(/^VmRSS:\s+(\d+)/m.exec(status)) ?? 0,
    proportionalMb: mebibytes(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))),
  };
}

function mebibytes(match: RegExpExecArray | null): number | null {
  return match ? Math.round(Number(match[1]) / KIB_PER_MIB) : null;
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
