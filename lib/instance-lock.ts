import {
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { PrysmError } from "./errors";
import { newId } from "./ids";
import {
  currentProcess,
  isAlive,
  isInOurScope,
  type ProcessIdentity,
  parseProcessIdentity,
} from "./process-identity";

const BEAT_INTERVAL_MS = 2_000;
const BEAT_PATIENCE_MS = 10_000;
const MAX_TRIES = 20;

export interface InstanceLock {
  /** Gives the directory free; safe to call twice. */
  release(): void;
}

/**
 * Makes this process the only user of a directory, or throws one sentence naming who uses it. A lock
 * whose holder was killed is taken over, also when its pid now belongs to another program.
 *
 * Every holder creates the next number in `<directory>/lock/`; the highest number counts. So a takeover
 * never removes a file that another starter might have created a moment before.
 */
export async function acquireInstanceLock(directory: string): Promise<InstanceLock> {
  const folder = join(directory, "lock");
  mkdirSync(folder, { recursive: true });
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const highest = highestGeneration(folder);
    const holder = findHolder(folder, highest);
    if (holder && (await isHeld(pathOf(folder, highest), holder))) throw inUse(directory, holder);
    const mine = highest + 1;
    if (!createGeneration(folder, mine)) continue;
    if (highestGeneration(folder) !== mine) {
      rmSync(pathOf(folder, mine), { force: true });
      continue;
    }
    removeBelow(folder, mine);
    return hold(folder, mine);
  }
  throw new PrysmError(
    "conflict",
    `The data directory ${directory} is being taken by another instance of Prysm that starts at this moment. Stop it, or set PRYSM_DATA_DIR to another directory.`,
  );
}

function hold(folder: string, generation: number): InstanceLock {
  const path = pathOf(folder, generation);
  const beat = setInterval(() => touch(path), BEAT_INTERVAL_MS);
  beat.unref();
  let isReleased = false;
  return {
    release() {
      if (isReleased) return;
      isReleased = true;
      clearInterval(beat);
      markReleased(folder, path);
    },
  };
}

/** The file stays, without a holder: the numbers must never start again from one. */
function markReleased(folder: string, path: string): void {
  try {
    writeAtomically(folder, path, JSON.stringify({ holder: null }), renameSync);
  } catch (error) {
    // The directory was removed under us: nothing left to give free.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

/** A holder in another container or machine shows by its beat that it lives, since its pid says nothing here. */
async function isHeld(path: string, holder: ProcessIdentity): Promise<boolean> {
  if (isInOurScope(holder)) return isAlive(holder);
  const before = modifiedAt(path);
  const deadline = Date.now() + BEAT_PATIENCE_MS;
  while (Date.now() < deadline) {
    await delay(BEAT_INTERVAL_MS / 4);
    if (modifiedAt(path) !== before) return true;
  }
  return false;
}

function findHolder(folder: string, generation: number): ProcessIdentity | null {
  if (generation === 0) return null;
  try {
    const stored: unknown = JSON.parse(readFileSync(pathOf(folder, generation), "utf8"));
    return parseProcessIdentity((stored as { holder?: unknown } | null)?.holder);
  } catch {
    return null;
  }
}

function createGeneration(folder: string, generation: number): boolean {
  const content = JSON.stringify({ holder: currentProcess() });
  try {
    writeAtomically(folder, pathOf(folder, generation), content, (from, to) => {
      linkSync(from, to);
      rmSync(from);
    });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function writeAtomically(
  folder: string,
  path: string,
  content: string,
  publish: (from: string, to: string) => void,
): void {
  const draft = join(folder, `${newId()}.tmp`);
  try {
    writeFileSync(draft, content, { mode: 0o644 });
    publish(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
}

function generations(folder: string): number[] {
  return readdirSync(folder).flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
}

function highestGeneration(folder: string): number {
  return Math.max(0, ...generations(folder));
}

function removeBelow(folder: string, generation: number): void {
  for (const older of generations(folder)) {
    if (older < generation) rmSync(pathOf(folder, older), { force: true });
  }
}

function pathOf(folder: string, generation: number): string {
  return join(folder, String(generation));
}

function touch(path: string): void {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // The directory was removed under us: nothing left to guard.
  }
}

function modifiedAt(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null;
}

function inUse(directory: string, holder: ProcessIdentity): PrysmError {
  return new PrysmError(
    "conflict",
    `The data directory ${directory} is used by another instance of Prysm (process ${holder.pid}). Stop it, or set PRYSM_DATA_DIR to another directory.`,
  );
}
