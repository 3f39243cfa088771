import { afterAll, beforeAll } from "vitest";
import { PROVIDERS } from "../../../lib/providers/index";
import type { HttpProvider } from "../../../lib/providers/provider";
import { TestGateway } from "../gateway";
import { createTestDatabase, type TestDatabase } from "../test-database";
import { FAKE_KEY } from "./check";
import { FAKES, type Fakes, startFakes, stopFakes } from "./fakes";

export interface ClientTarget {
  /** Of the upstream, and of its kind. */
  name: string;
  wire: HttpProvider["wire"];
  /** As a client names it: `provider/model`. */
  model: string;
  reportedModel: string;
  embeddingModel: string;
  embeds: boolean;
}

/** Every provider behind HTTP: a new one is tried by the official clients by itself. */
export const CLIENT_TARGETS: readonly ClientTarget[] = PROVIDERS.flatMap((provider) =>
  provider.transport === "http" ? [targetOf(provider)] : [],
);

function targetOf({ id, wire, endpoints }: HttpProvider): ClientTarget {
  return {
    name: id,
    wire,
    model: `${id}/${FAKES[wire].model}`,
    reportedModel: FAKES[wire].reportedModel,
    embeddingModel: `${id}/${FAKES[wire].embeddingModel}`,
    embeds: endpoints.embeddings !== undefined,
  };
}

export interface ClientSuite {
  gateway: TestGateway;
  fakes: Fakes;
}

/** A gateway in front of every wire's fake, for all tests of a file. */
export function clientSuite(): ClientSuite {
  const suite = {} as ClientSuite;
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
    suite.fakes = await startFakes();
    suite.gateway = await TestGateway.start({
      pool: database.pool,
      upstreamUrl: "",
      upstreams: CLIENT_TARGETS.map(({ name, wire }) => ({
        name,
        kind: name,
        baseUrl: suite.fakes[wire].baseUrlOf(name),
        credential: FAKE_KEY,
      })),
    });
  });
  afterAll(async () => {
    await suite.gateway?.stop();
    await stopFakes(suite.fakes);
    await database?.drop();
  });
  return suite;
}
