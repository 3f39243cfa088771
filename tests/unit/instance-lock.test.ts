import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { acquireInstanceLock } from "../../lib/instance-lock";
import { currentProcess, isAlive, type ProcessIdentity } from "../../lib/process-identity";
import { type TemporaryDirectory, temporaryDirectory } from "../support/temporary-directory";

let directory: TemporaryDirectory;

beforeEach(() => {
  directory = temporaryDirectory();
});
afterEach(() => directory.remove());

function heldBy(holder: ProcessIdentity) {
  writeFileSync(join(directory.path, "lock", "7"), JSON.stringify({ holder }));
}

it("refuses a directory that is in use, in one sentence that names it", async () => {
  const lock = await acquireInstanceLock(directory.path);

  await expect(acquireInstanceLock(directory.path)).rejects.toThrow(
    `The data directory ${directory.path} is used by another instance of Prysm (process ${process.pid})`,
  );
  lock.release();
});

it("is free again after release, and a second release takes nothing from the next holder", async () => {
  const first = await acquireInstanceLock(directory.path);
  first.release();

  const second = await acquireInstanceLock(directory.path);
  first.release();

  await expect(acquireInstanceLock(directory.path)).rejects.toThrow(/is used by another instance/);
  second.release();
});

it("takes over from a process that is gone", async () => {
  (await acquireInstanceLock(directory.path)).release();
  heldBy({ ...currentProcess(), pid: 2 ** 22 - 3 });

  const lock = await acquireInstanceLock(directory.path);

  expect(readdirSync(join(directory.path, "lock"))).toEqual(["8"]);
  lock.release();
});

it("takes over when the pid now belongs to another program", async () => {
  (await acquireInstanceLock(directory.path)).release();
  heldBy({ ...currentProcess(), startedAt: "some other moment" });

  await expect(acquireInstanceLock(directory.path)).resolves.toBeDefined();
});

it("takes over a lock whose content was cut off", async () => {
  (await acquireInstanceLock(directory.path)).release();
  writeFileSync(join(directory.path, "lock", "7"), '{"hol');

  await expect(acquireInstanceLock(directory.path)).resolves.toBeDefined();
});

it("lets exactly one of many starters in", async () => {
  const starts = Array.from({ length: 20 }, () => acquireInstanceLock(directory.path));

  const results = await Promise.allSettled(starts);

  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

it("waits for the beat of a holder in another container before it takes over", {
  timeout: 20_000,
}, async () => {
  (await acquireInstanceLock(directory.path)).release();
  heldBy({ ...currentProcess(), scope: "another container" });
  const beat = setInterval(() => heldBy({ ...currentProcess(), scope: "another container" }), 500);

  await expect(acquireInstanceLock(directory.path)).rejects.toThrow(/is used by another instance/);
  clearInterval(beat);

  await expect(acquireInstanceLock(directory.path)).resolves.toBeDefined();
});

it("knows this process as alive and others as not", () => {
  expect(isAlive(currentProcess())).toBe(true);
  expect(isAlive({ ...currentProcess(), startedAt: "0" })).toBe(false);
  expect(isAlive({ ...currentProcess(), pid: 2 ** 22 - 3 })).toBe(false);
});
