import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "pg";
import { apiKeyPrefix, encrypt, newApiKey, sha256 } from "../../../lib/crypto";
import { newId } from "../../../lib/ids";
import { PROVIDERS } from "../../../lib/providers/index";
import { eventually } from "../../support/eventually";
import { FAKE_KEY } from "../../support/fakes/check";
import { type Fakes, startFakes, stopFakes } from "../../support/fakes/fakes";
import { type LaunchedProduct, startProduct } from "../../support/product";

/** The default of the project, for models that nobody's family claims. */
export const DEFAULT_PROVIDER = "custom";

/** The product with one provider of every kind in its project, each in front of its wire's fake. */
export class Instance {
  readonly key: string;
  readonly fakes: Fakes;
  readonly product: LaunchedProduct;
  readonly #database: Client;

  private constructor(key: string, fakes: Fakes, product: LaunchedProduct, database: Client) {
    this.key = key;
    this.fakes = fakes;
    this.product = product;
    this.#database = database;
  }

  static async start(): Promise<Instance> {
    const key = newApiKey();
    const fakes = await startFakes();
    const product = await startProduct({
      env: {
        PRYSM_INIT_ORG: "Conformance",
        PRYSM_INIT_PROJECT: "Main",
        PRYSM_INIT_USER_EMAIL: "owner@example.com",
        PRYSM_INIT_USER_PASSWORD: "correct horse battery",
        PRYSM_INIT_API_KEY: key,
      },
    });
    const database = new Client({ connectionString: product.databaseUrl() });
    await database.connect();
    const instance = new Instance(key, fakes, product, database);
    await instance.#insertProviders();
    return instance;
  }

  async stop(): Promise<void> {
    await this.#database.end();
    await this.product.stop();
    await stopFakes(this.fakes);
  }

  /** Another key of the project, with limits. */
  async insertKey(limits: { models?: string[]; providers?: string[] }): Promise<string> {
    const plain = newApiKey();
    await this.#database.query(
      `INSERT INTO api_keys
         (id, project_id, name, hash, prefix, scopes, allowed_models, allowed_providers)
       SELECT $1, project_id, 'limited', $2, $3, '{gateway,read}', $4, $5
         FROM api_keys WHERE hash = $6`,
      [
        newId(),
        sha256(plain),
        apiKeyPrefix(plain),
        limits.models ?? [],
        limits.providers ?? [],
        sha256(this.key),
      ],
    );
    return plain;
  }

  /** A chat that names no provider. */
  ask(host: string, { model, key }: { model: string; key?: string }): Promise<Response> {
    return fetch(`${host}/api/v1/chat/completions`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${key ?? this.key}`,
        "content-type": "application/json",
      },
      body: JSON.stringify({ model, messages: [{ role: "user", content: "Hi" }] }),
    });
  }

  /** How many rows of the traces hold the text anywhere. */
  async countTracesWith(text: string): Promise<number> {
    const { rows } = await this.#database.query(
      "SELECT count(*)::int AS count FROM traces t WHERE t::text LIKE '%' || $1 || '%'",
      [text],
    );
    return rows[0].count;
  }

  /** The one trace of a run, as the read API shows it; fails when there are more. */
  async onlyTrace(host: string, run: string): Promise<Record<string, unknown>> {
    const init = { headers: { authorization: `Bearer ${this.key}` } };
    const traces = await eventually(async () => {
      const page = await fetch(`${host}/api/v1/traces?run=${run}`, init);
      const { data } = await page.json();
      return data.length > 0 && data;
    });
    if (traces.length !== 1) throw new Error(`${traces.length} traces instead of one.`);
    const whole = await fetch(`${host}/api/v1/traces/${traces[0].id}`, init);
    return await whole.json();
  }

  async #insertProviders(): Promise<void> {
    const secrets = readFileSync(join(this.product.dataDirectory, "secrets.json"), "utf8");
    const { encryptionKey } = JSON.parse(secrets) as { encryptionKey: string };
    for (const provider of PROVIDERS) {
      if (provider.transport === "local") continue;
      const id = newId();
      await this.#database.query(
        `INSERT INTO providers
           (id, project_id, name, kind, base_url, encrypted_credential, credential_hint)
         SELECT $1, project_id, $2, $2, $3, $4, '…fake' FROM api_keys WHERE hash = $5`,
        [
          id,
          provider.id,
          this.fakes[provider.wire].baseUrlOf(provider.id),
          encrypt(FAKE_KEY, encryptionKey, id),
          sha256(this.key),
        ],
      );
    }
    await this.#database.query("UPDATE projects SET default_provider = $1", [DEFAULT_PROVIDER]);
  }
}
