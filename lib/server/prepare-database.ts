import { join } from "node:path";
import { migrate } from "../db/migrate";
import { env } from "../env";
import { PrysmError } from "../errors";
import type { Log } from "../log";
import { projectRoot } from "./project-root";

/** Brings the database of DATABASE_URL to this version; every role may do it, the lock lets one. */
export async function prepareDatabase(log: Log): Promise<void> {
  const { DATABASE_URL, PRYSM_ROLE } = env();
  if (!DATABASE_URL) {
    throw new PrysmError(
      "unavailable",
      `DATABASE_URL is missing: PRYSM_ROLE=${PRYSM_ROLE} needs it, since only PRYSM_ROLE=all starts the embedded PostgreSQL.`,
    );
  }
  const applied = await migrate(DATABASE_URL, join(projectRoot(), "prisma", "migrations"));
  if (applied.length > 0) log.info({ applied }, "database migrated");
}
