import { PrysmError } from "../../errors";

/** The 400 for what cannot be said to the upstream; `path` is the offending place in the client's own body. */
export function invalidRequest(path: string, message: string): PrysmError {
  return new PrysmError("invalid_request", message, { param: path });
}
