import { setTimeout as pause } from "node:timers/promises";

const EVERY_MS = 10;

/** Asks again until the answer is neither null nor undefined nor false; fails after `timeoutMs`. */
export async function eventually<T>(
  ask: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  timeoutMs = 10_000,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    if (performance.now() > deadline) throw new Error(`Not so within ${timeoutMs} ms: ${ask}`);
    await pause(EVERY_MS);
  }
}
