import { nameOf } from "../../protocol/json";
import { refuse } from "./refuse";

const TOOL_NAME = /^[a-zA-Z0-9_-]{1,64}$/;

/** A tool's name as both APIs allow it; throws a 400 for any other, so that answers never need a mapping back. */
export function requireToolName(name: unknown, path: string): string {
  if (typeof name === "string" && TOOL_NAME.test(name)) return name;
  const found = typeof name === "string" ? `"${name.slice(0, 80)}"` : nameOf(name);
  throw refuse(path, `${path} must be 1 to 64 letters, digits, "_" or "-", not ${found}.`);
}
