import { invalid } from "./check-fields";
import { nameOf } from "./json";

/** Requires an array to be all texts, all token ids, or all non-empty arrays of token ids. */
export function requireTokens(list: readonly unknown[], path: string): void {
  const [first] = list;
  if (typeof first === "string") requireAll(list, path, "a string", isText);
  else if (typeof first === "number") requireAll(list, path, "a token id", isToken);
  else if (Array.isArray(first))
    requireAll(list, path, "a non-empty array of token ids", isTokenList);
  else {
    const message = `${path}[0] must be a string, a token id or an array of token ids, not ${nameOf(first)}.`;
    throw invalid(`${path}[0]`, message);
  }
}

function requireAll(
  list: readonly unknown[],
  path: string,
  expectation: string,
  holds: (value: unknown) => boolean,
): void {
  const wrong = list.findIndex((entry) => !holds(entry));
  if (wrong === -1) return;
  const at = `${path}[${wrong}]`;
  const like = wrong === 0 ? "" : ", like the entries before it";
  throw invalid(at, `${at} must be ${expectation}${like}.`);
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

function isToken(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0;
}

function isTokenList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(isToken);
}
