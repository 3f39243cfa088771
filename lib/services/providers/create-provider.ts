import { z } from "zod";
import { PrysmError } from "../../errors";
import type { ServiceContext } from "../service-context";

export const createProviderInput = z.object({
  name: z.string(),
  kind: z.string(),
  baseUrl: z.string(),
  credential: z.string().optional(),
  defaultModel: z.string().optional(),
});
export type CreateProviderInput = z.input<typeof createProviderInput>;

export async function createProvider(
  _context: ServiceContext,
  _input: CreateProviderInput,
): Promise<{ id: string; name: string }> {
  throw new PrysmError("unavailable", "Not built yet.");
}
