import { describe, expect, it } from "vitest";
import { firstIdAt, isId, newId, timeOfId } from "../../lib/ids";

describe("ids", () => {
  it("sort in the order they were made and carry their time", () => {
    const before = Date.now();
    const ids = Array.from({ length: 5_000 }, newId);

    expect([...ids].sort()).toEqual(ids);
    expect(ids.every(isId)).toBe(true);
    expect(timeOfId(ids[0] ?? "")).toBeGreaterThanOrEqual(before - 1);
  });

  it("have a smallest one for each millisecond", () => {
    const id = newId();
    const time = timeOfId(id);

    expect(firstIdAt(time) <= id).toBe(true);
    expect(firstIdAt(time + 1) > id).toBe(true);
  });
});
