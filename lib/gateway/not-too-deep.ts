import { PrysmError } from "../errors";

/** Runs what walks through a body: JSON can be nested deeper than it can be walked through or written again. */
export function notTooDeep<T>(make: () => T): T {
  try {
    return make();
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    const message = "The body is nested too deeply. Send it with fewer levels.";
    throw new PrysmError("invalid_request", message, { cause: thrown });
  }
}
