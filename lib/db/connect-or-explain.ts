import { setTimeout as delay } from "node:timers/promises";
import { Client, DatabaseError } from "pg";
import { PrysmError } from "../errors";

const PATIENCE_MS = 8_000;
const RETRY_INTERVAL_MS = 300;
/** PostgreSQL's own "not yet": starting up, shutting down, too many connections. */
const PASSING_CODES = new Set(["57P03", "57P01", "53300"]);

/**
 * A connection, or one sentence that names host and port but never the password. Waits a few seconds
 * for a database that starts at the same time as we do.
 */
export async function connectOrExplain(databaseUrl: string): Promise<Client> {
  const deadline = Date.now() + PATIENCE_MS;
  while (true) {
    const client = new Client({
      connectionString: databaseUrl,
      connectionTimeoutMillis: Math.max(deadline - Date.now(), 500),
      application_name: "prysm",
    });
    client.on("error", () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (!isPassing(error) || Date.now() + RETRY_INTERVAL_MS >= deadline) {
        throw explain(error, databaseUrl);
      }
      await delay(RETRY_INTERVAL_MS);
    }
  }
}

function isPassing(error: unknown): boolean {
  return !(error instanceof DatabaseError) || PASSING_CODES.has(error.code ?? "");
}

function explain(error: unknown, databaseUrl: string): PrysmError {
  const { hostname, port, pathname } = new URL(databaseUrl);
  const where = `${hostname}:${port || "5432"}`;
  if (!(error instanceof DatabaseError)) {
    return unavailable(
      `The database at ${where} cannot be reached (${reasonOf(error)}). Check DATABASE_URL and that PostgreSQL runs there.`,
      error,
    );
  }
  if (error.code?.startsWith("28")) {
    return unavailable(
      `The database at ${where} refused the user or password of DATABASE_URL. Correct them.`,
      error,
    );
  }
  if (error.code === "3D000") {
    return unavailable(
      `The server at ${where} has no database named ${pathname.slice(1)}. Create it, or correct DATABASE_URL.`,
      error,
    );
  }
  return unavailable(
    `The database at ${where} does not accept connections: ${error.message}. Check the server, then start again.`,
    error,
  );
}

function unavailable(message: string, cause: unknown): PrysmError {
  return new PrysmError("unavailable", message, { cause });
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code) return code;
  return error instanceof Error ? error.message : "no reason given";
}
