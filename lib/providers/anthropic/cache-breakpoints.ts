import { isObject } from "../../protocol/json";
import type { CacheControl } from "./blocks";
import { refuse } from "./refuse";
import type { RequestNotes } from "./request-notes";

const MAX_BREAKPOINTS = 4;
const LIFETIMES = new Set(["5m", "1h"]);

/**
 * Hands out the breakpoints of the prompt cache that a client set with `cache_control`. They have to be
 * taken in the order of the prompt (tools, system, messages): the first four are kept, as more are refused.
 */
export class CacheBreakpoints {
  #taken = 0;
  readonly #notes: RequestNotes;

  constructor(notes: RequestNotes) {
    this.#notes = notes;
  }

  /** The field to spread into a block: empty when the client set none or all four are used up. */
  take(value: unknown, path: string): { cache_control?: CacheControl } {
    if (value === undefined || value === null) return {};
    const cacheControl = readCacheControl(value, path);
    if (this.#taken === MAX_BREAKPOINTS) {
      this.#notes.drop("cache_control", "cache_control: only the first 4 breakpoints were kept");
      return {};
    }
    this.#taken += 1;
    return { cache_control: cacheControl };
  }
}

function readCacheControl(value: unknown, path: string): CacheControl {
  if (!isObject(value) || value.type !== "ephemeral") {
    throw refuse(path, `${path} must be {"type":"ephemeral"}, with "ttl" "5m" or "1h" if needed.`);
  }
  const { ttl } = value;
  if (ttl === undefined || ttl === null) return { type: "ephemeral" };
  if (typeof ttl === "string" && LIFETIMES.has(ttl)) return { type: "ephemeral", ttl };
  throw refuse(`${path}.ttl`, `${path}.ttl must be "5m" or "1h".`);
}
