import { z } from "zod";
import { PrysmError } from "../../errors";
import type { ServiceContext } from "../service-context";

/** `name` null goes back to the instance's default. */
export const setDefaultProviderInput = z.object({ name: z.string().nullable() });
export type SetDefaultProviderInput = z.input<typeof setDefaultProviderInput>;

export async function setDefaultProvider(
  _context: ServiceContext,
  _input: SetDefaultProviderInput,
): Promise<{ defaultProvider: string | null }> {
  throw new PrysmError("unavailable", "Not built yet.");
}
