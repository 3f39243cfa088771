import { isObject } from "../../protocol/json";
import { invalidRequest } from "./invalid-request";

/** JSON text that goes into a body as it stands: key order and the spelling of numbers survive. */
export class RawJson {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** A value of the client's. Throws 400 when it is nested too deeply to be written. */
  static of(value: unknown, param: string): RawJson {
    try {
      return new RawJson(JSON.stringify(value));
    } catch {
      throw invalidRequest(`${param} is nested too deeply.`, param);
    }
  }
}

/** The JSON text of a value that may hold RawJson; undefined fields are left out, as JSON.stringify does. */
export function encodeJson(value: unknown): string {
  if (value instanceof RawJson) return value.text;
  if (Array.isArray(value)) return `[${value.map(encodeJson).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? "null";
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .map(([name, field]) => `${JSON.stringify(name)}:${encodeJson(field)}`);
  return `{${fields.join(",")}}`;
}
