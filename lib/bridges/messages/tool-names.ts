import { createHash } from "node:crypto";
import { isObject, type JsonObject } from "../../protocol/json";
import { invalidRequest } from "./invalid-request";

/** Chat's limit; Anthropic's is 128. */
const MAX_LENGTH = 64;
const HASH_LENGTH = 8;
const LEGAL = /^[a-zA-Z0-9_-]+$/;

/** The name an upstream knows a tool by: its own, or a shorter one that always comes out the same. */
export function chatToolName(name: unknown, path: string): string {
  if (typeof name !== "string" || !LEGAL.test(name)) {
    throw invalidRequest(path, `${path} must be letters, digits, _ and - only.`);
  }
  return shorten(name);
}

/** The tools of a request whose name had to be shortened: the upstream's name → the client's. */
export function originalToolNames({ tools }: JsonObject): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const tool of Array.isArray(tools) ? tools.filter(isObject) : []) {
    const { name } = tool;
    if (typeof name === "string" && name.length > MAX_LENGTH) names.set(shorten(name), name);
  }
  return names;
}

function shorten(name: string): string {
  if (name.length <= MAX_LENGTH) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, HASH_LENGTH);
  return `${name.slice(0, MAX_LENGTH - HASH_LENGTH - 1)}_${hash}`;
}
