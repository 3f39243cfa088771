import { z } from "zod";
import { PrysmError } from "../../errors";
import type { ServiceContext } from "../service-context";

export const createApiKeyInput = z.object({ name: z.string() });
export type CreateApiKeyInput = z.input<typeof createApiKeyInput>;

export interface CreatedApiKey {
  id: string;
  name: string;
  prefix: string;
  /** The whole key: this is the only time anyone sees it. */
  key: string;
}

export async function createApiKey(
  _context: ServiceContext,
  _input: CreateApiKeyInput,
): Promise<CreatedApiKey> {
  throw new PrysmError("unavailable", "Not built yet.");
}
