import { z } from "zod";
import { PrysmError } from "../../errors";
import type { ServiceContext } from "../service-context";

export const revokeApiKeyInput = z.object({ keyId: z.string() });
export type RevokeApiKeyInput = z.input<typeof revokeApiKeyInput>;

export async function revokeApiKey(
  _context: ServiceContext,
  _input: RevokeApiKeyInput,
): Promise<{ id: string }> {
  throw new PrysmError("unavailable", "Not built yet.");
}
