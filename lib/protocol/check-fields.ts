import { PrysmError } from "../errors";
import { isObject, type JsonObject, nameOf } from "./json";

/** What a field must be: in words, and as a test. */
export type Check = readonly [expectation: string, holds: (value: unknown) => boolean];

export const aNumber: Check = ["a number", Number.isFinite];
export const aWhole: Check = ["a whole number", Number.isInteger];
export const aPositiveWhole: Check = [
  "a whole number above 0",
  (value) => Number.isInteger(value) && (value as number) > 0,
];
export const aFlag: Check = ["true or false", (value) => typeof value === "boolean"];
export const aString: Check = ["a string", (value) => typeof value === "string"];
export const aList: Check = ["an array", Array.isArray];
export const anObject: Check = ["an object", isObject];
export const aStop: Check = [
  "a string or an array of strings",
  (value) =>
    typeof value === "string" ||
    (Array.isArray(value) && value.every((entry) => typeof entry === "string")),
];

export function oneOf(...values: string[]): Check {
  return [`one of ${values.join(", ")}`, (value) => values.includes(value as string)];
}

const MAX_MODEL_LENGTH = 256;
/** What may stand in a header. */
const NAME = /^\w[\w.-]{0,63}$/;

/** Checks the fields that are given; null counts as not given. Throws a 400 that names the field. */
export function checkFields(body: JsonObject, checks: Readonly<Record<string, Check>>): void {
  for (const field in checks) {
    const check = checks[field];
    if (check) checkValue(body[field], field, check);
  }
}

/** The same for one value at `path`. */
export function checkValue(value: unknown, path: string, [expectation, holds]: Check): void {
  if (value === undefined || value === null || holds(value)) return;
  const actual =
    typeof value === "string" ? JSON.stringify(value.slice(0, MAX_MODEL_LENGTH)) : nameOf(value);
  throw invalid(path, `${path} must be ${expectation}, not ${actual}.`);
}

/** The body of a call, which has to be a JSON object. */
export function requireBody(body: unknown, fields: string): JsonObject {
  if (isObject(body)) return body;
  throw new PrysmError("invalid_request", `The body must be a JSON object with ${fields}.`);
}

/** Null when the call leaves the model to the provider's default. */
export function readModel(model: unknown): string | null {
  if (model === undefined || model === null || model === "") return null;
  if (typeof model !== "string") {
    throw invalid("model", `model must be a string, not ${nameOf(model)}.`);
  }
  if (model.length <= MAX_MODEL_LENGTH) return model;
  throw invalid("model", `model is longer than ${MAX_MODEL_LENGTH} characters.`);
}

/** The names of fields that are given and not in `known`. Throws a 400 for a name no API would have. */
export function unknownFields(body: JsonObject, known: ReadonlySet<string>, path = ""): string[] {
  const unknown = Object.keys(body).filter(
    (name) => !known.has(name) && body[name] !== null && body[name] !== undefined,
  );
  for (const name of unknown) {
    if (!NAME.test(name)) {
      const shown = JSON.stringify(name.slice(0, 64));
      throw invalid(path || shown, `${path || "The body"} has a field ${shown}, which is unknown.`);
    }
  }
  return unknown;
}

export function invalid(param: string, message: string): PrysmError {
  return new PrysmError("invalid_request", message, { param });
}
