import { z } from "zod";
import { PrysmError } from "../../errors";
import type { ServiceContext } from "../service-context";

export const updateProviderInput = z.object({
  providerId: z.string(),
  name: z.string(),
  baseUrl: z.string(),
  /** Empty or absent keeps the stored one. */
  credential: z.string().optional(),
  defaultModel: z.string().optional(),
});
export type UpdateProviderInput = z.input<typeof updateProviderInput>;

export async function updateProvider(
  _context: ServiceContext,
  _input: UpdateProviderInput,
): Promise<{ id: string; name: string }> {
  throw new PrysmError("unavailable", "Not built yet.");
}
