import { z } from "zod";
import { PrysmError } from "../../errors";
import type { ServiceContext } from "../service-context";

export const deleteProviderInput = z.object({ providerId: z.string() });
export type DeleteProviderInput = z.input<typeof deleteProviderInput>;

export async function deleteProvider(
  _context: ServiceContext,
  _input: DeleteProviderInput,
): Promise<{ id: string }> {
  throw new PrysmError("unavailable", "Not built yet.");
}
