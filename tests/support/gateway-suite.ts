import type { Pool } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { FakeUpstream } from "./fake-upstream";
import { TestGateway } from "./gateway";
import { createTestDatabase, type TestDatabase } from "./test-database";

export interface GatewaySuite {
  gateway: TestGateway;
  upstream: FakeUpstream;
  /** The database behind the gateway. */
  pool: Pool;
}

/** Gives every test of a file a fresh gateway and upstream over one database; timeouts are short. */
export function gatewaySuite(): GatewaySuite {
  const suite = {} as GatewaySuite;
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
    suite.pool = database.pool;
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    suite.upstream = await FakeUpstream.start();
    suite.gateway = await TestGateway.start({
      pool: database.pool,
      upstreamUrl: suite.upstream.baseUrl,
      limits: { firstByteTimeoutMs: 400, idleTimeoutMs: 400, requestTimeoutMs: 10_000 },
    });
  });
  afterEach(async () => {
    await suite.gateway.stop();
    await suite.upstream.stop();
    await database.pool.query("TRUNCATE refused_calls");
  });
  return suite;
}
