import type { z } from "zod";
import { PrysmError } from "../errors";

/** Input that passed its schema; otherwise throws `invalid_request` with the first problem and its field. */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const first = parsed.error.issues[0];
  const field = first?.path.join(".");
  throw new PrysmError(
    "invalid_request",
    first?.message ?? "The input is not valid.",
    field ? { param: field } : {},
  );
}
