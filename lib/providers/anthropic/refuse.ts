import { PrysmError } from "../../errors";

/** A 400 for what the client sent; `param` is the path in the client's own body. */
export function refuse(param: string, message: string): PrysmError {
  return new PrysmError("invalid_request", message, { param });
}
