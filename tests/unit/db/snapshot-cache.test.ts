import { describe, expect, it } from "vitest";
import { SnapshotCache } from "../../../lib/db/snapshot-cache";

function aCache(load: (key: string) => Promise<string | null>, freshForMs = 60_000) {
  const failures: unknown[] = [];
  const cache = new SnapshotCache<string>({
    load,
    maxEntries: 10,
    freshForMs: () => freshForMs,
    onLoadFailed: (_key, error) => failures.push(error),
  });
  return { cache, failures };
}

describe("SnapshotCache", () => {
  it("loads once for all who ask at the same time, then answers without waiting", async () => {
    let loads = 0;
    const { cache } = aCache(async (key) => {
      loads += 1;
      return `value of ${key}`;
    });

    const values = await Promise.all([cache.get("a"), cache.get("a"), cache.get("a")]);

    expect(values).toEqual(["value of a", "value of a", "value of a"]);
    expect(cache.get("a")).toBe("value of a");
    expect(loads).toBe(1);
  });

  it("forgets a value that was announced as changed", async () => {
    let version = 1;
    const { cache } = aCache(async () => `version ${version}`);
    await cache.get("a");

    version = 2;
    cache.invalidate("a");

    expect(await cache.get("a")).toBe("version 2");
  });

  it("does not keep what a load read before the change was announced", async () => {
    let finish: (value: string) => void = () => undefined;
    const loads = [new Promise<string>((resolve) => (finish = resolve)), Promise.resolve("new")];
    const { cache } = aCache(() => loads.shift() ?? Promise.resolve("later"));

    const early = cache.get("a");
    cache.invalidate("a");
    finish("old");
    await early;

    expect(await cache.get("a")).toBe("new");
  });

  it("goes on with the older value while the database refuses, and says so", async () => {
    let isDown = false;
    const { cache, failures } = aCache(async () => {
      if (isDown) throw new Error("connection refused");
      return "known";
    }, 0);
    await cache.get("a");

    isDown = true;

    expect(await cache.get("a")).toBe("known");
    expect(failures).toHaveLength(1);
    expect(cache.get("a")).toBe("known");
  });

  it("goes on with the older value while the database hangs", async () => {
    let isHanging = false;
    const { cache } = aCache(
      () => (isHanging ? new Promise(() => undefined) : Promise.resolve("known")),
      0,
    );
    await cache.get("a");

    isHanging = true;
    const startedAtMs = performance.now();

    expect(await cache.get("a")).toBe("known");
    expect(performance.now() - startedAtMs).toBeLessThan(1_000);
  });

  it("fails where there is no older value", async () => {
    const { cache } = aCache(() => Promise.reject(new Error("connection refused")));

    await expect(cache.get("a")).rejects.toThrow("connection refused");
  });
});
