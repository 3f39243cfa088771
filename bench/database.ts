import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";

const IDS_PER_QUERY = 5_000;
const POLL_MS = 100;
/** Reading the spool's positions while calls are recorded needs more than one look. */
const CALM_LOOKS = 3;

export interface RecordedCalls {
  asked: number;
  foundOnce: number;
  withBodies: number;
}

/** The embedded database of a running instance, read from outside to check what was recorded. */
export class RecordedTraces {
  private constructor(
    private readonly client: Client,
    private readonly spoolDirectory: string,
  ) {}

  static async open(dataDirectory: string): Promise<RecordedTraces> {
    const secrets = JSON.parse(readFileSync(join(dataDirectory, "secrets.json"), "utf8"));
    const lines = readFileSync(join(dataDirectory, "postgres", "postmaster.pid"), "utf8");
    const port = Number(lines.split("\n")[3]);
    const client = new Client({
      host: "127.0.0.1",
      port,
      user: "prysm",
      password: secrets.postgresPassword,
      database: "prysm",
    });
    await client.connect();
    return new RecordedTraces(client, join(dataDirectory, "spool"));
  }

  /** Waits until the recorder has read every spool to its end; returns how long that took. */
  async settle(patienceMs: number): Promise<{ isDrained: boolean; tookMs: number }> {
    const startedAt = Date.now();
    let calm = 0;
    while (Date.now() - startedAt < patienceMs) {
      calm = (await this.spoolBytesLeft()) === 0 ? calm + 1 : 0;
      if (calm === CALM_LOOKS) return { isDrained: true, tookMs: Date.now() - startedAt };
      await pause(POLL_MS);
    }
    return { isDrained: false, tookMs: Date.now() - startedAt };
  }

  /** Rows of a caller (`x-prysm-user-id`) by status. */
  async countByStatus(userId: string): Promise<Record<string, number>> {
    const { rows } = await this.client.query<{ status: string; count: string }>(
      "SELECT status, count(*) FROM traces WHERE end_user_id = $1 GROUP BY status",
      [userId],
    );
    return Object.fromEntries(rows.map((row) => [row.status, Number(row.count)]));
  }

  /** Looks up every answered request by its id. */
  async find(ids: readonly string[]): Promise<RecordedCalls> {
    const found: RecordedCalls = { asked: ids.length, foundOnce: 0, withBodies: 0 };
    for (let from = 0; from < ids.length; from += IDS_PER_QUERY) {
      const part = ids.slice(from, from + IDS_PER_QUERY);
      const { rows } = await this.client.query<{ once: string; bodies: string }>(
        `SELECT (SELECT count(*) FROM (SELECT id FROM traces WHERE id = ANY($1::uuid[])
                  GROUP BY id HAVING count(*) = 1) AS single) AS once,
                (SELECT count(*) FROM trace_bodies WHERE id = ANY($1::uuid[])
                  AND request IS NOT NULL AND response IS NOT NULL) AS bodies`,
        [part],
      );
      found.foundOnce += Number(rows[0]?.once ?? 0);
      found.withBodies += Number(rows[0]?.bodies ?? 0);
    }
    return found;
  }

  async close(): Promise<void> {
    await this.client.end();
  }

  private async spoolBytesLeft(): Promise<number> {
    const { rows } = await this.client.query<{
      writer_id: string;
      segment: string;
      byte_offset: string;
    }>("SELECT writer_id, segment, byte_offset FROM spool_positions");
    const positions = new Map(rows.map((row) => [row.writer_id, row]));
    let left = 0;
    for (const writer of listNames(this.spoolDirectory)) {
      const at = positions.get(writer);
      for (const name of listNames(join(this.spoolDirectory, writer))) {
        if (!name.endsWith(".seg")) continue;
        const segment = Number.parseInt(name, 10);
        const size = sizeOf(join(this.spoolDirectory, writer, name));
        if (!at || segment > Number(at.segment)) left += size;
        else if (segment === Number(at.segment)) left += size - Number(at.byte_offset);
      }
    }
    return left;
  }
}

function listNames(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
