import type { Db } from "../../db/prisma";
import { findProvider, type ProviderRecord } from "../../db/providers";
import { PrysmError } from "../../errors";

/** A provider of this project; another project's is as unknown as none. */
export async function getProviderOf(
  db: Db,
  projectId: string,
  providerId: string,
): Promise<ProviderRecord> {
  const provider = await findProvider(db, projectId, providerId);
  if (!provider) throw new PrysmError("not_found", "This project has no such provider.");
  return provider;
}
