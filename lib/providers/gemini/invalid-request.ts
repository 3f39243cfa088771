import { PrysmError } from "../../errors";

/** A 400 about the field at `param`, a path in the client's own shape. */
export function invalidRequest(message: string, param: string): PrysmError {
  return new PrysmError("invalid_request", message, { param });
}
