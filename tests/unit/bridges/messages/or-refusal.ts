import { PrysmError } from "../../../../lib/errors";

/** A refusal as a value; anything else that is thrown fails the test. */
export function orRefusal<T>(act: () => T): T | PrysmError {
  try {
    return act();
  } catch (error) {
    if (error instanceof PrysmError) return error;
    throw error;
  }
}
