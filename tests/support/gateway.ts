import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Pool } from "pg";
import { sha256 } from "../../lib/crypto";
import { PostgresTraceStore } from "../../lib/db/postgres-trace-store";
import { ensureTracePartitions } from "../../lib/db/trace-partitions";
import type { TraceStore } from "../../lib/db/trace-store";
import type { Caller, GatewayDeps, GatewayLimits } from "../../lib/gateway/deps";
import { createGatewayHandler } from "../../lib/gateway/http/node";
import { ModelLists } from "../../lib/gateway/model-lists";
import { RefusalBudget } from "../../lib/gateway/refusal-budget";
import type { RetryPolicy } from "../../lib/gateway/retry-policy";
import { UpstreamPools } from "../../lib/gateway/upstream-pools";
import { newId } from "../../lib/ids";
import { createLog } from "../../lib/log";
import type { Trace, TraceBodies } from "../../lib/protocol/trace";
import type { Upstream } from "../../lib/providers/provider";
import { Recorder } from "../../lib/recorder/recorder";
import { SpoolWriter } from "../../lib/recorder/spool-writer";
import { eventually } from "./eventually";

export const TEST_KEY = `sk-prysm-${"5e".repeat(32)}`;

const LIMITS: GatewayLimits = {
  maxBodyBytes: 1024 * 1024,
  connectTimeoutMs: 2_000,
  firstByteTimeoutMs: 5_000,
  idleTimeoutMs: 5_000,
  requestTimeoutMs: 20_000,
};

const RETRIES: RetryPolicy = {
  maxRetries: 2,
  baseDelayMs: 1,
  maxDelayMs: 5,
  maxRetryAfterMs: 2_000,
};

export interface TestGatewayOptions {
  pool: Pool;
  upstreamUrl: string;
  limits?: Partial<GatewayLimits>;
  retries?: Partial<RetryPolicy>;
  /** Instead of one upstream called "fake" of kind custom at `upstreamUrl`, which is the default. */
  upstreams?: readonly Partial<Upstream>[];
  caller?: Partial<Caller>;
  /** False refuses upstreams at private addresses, as a hosted instance does. */
  allowsPrivate?: boolean;
  store?: (store: TraceStore) => TraceStore;
}

/** The data plane as it runs: a real socket, a real spool, the recorder, and Postgres behind it. */
export class TestGateway {
  readonly projectId = newId();
  readonly spoolDirectory = mkdtempSync(join(tmpdir(), "prysm-spool-"));
  readonly store: TraceStore;
  readonly #server: Server;
  readonly #writer: SpoolWriter;
  readonly #recorder: Recorder;
  readonly #pools: UpstreamPools;

  /** How many key lookups wait in a database that does not answer. */
  heldLookups = 0;
  #held: Promise<void> | null = null;

  private constructor(options: TestGatewayOptions) {
    const log = createLog("test", "silent");
    this.#pools = new UpstreamPools({
      connectTimeoutMs: options.limits?.connectTimeoutMs ?? LIMITS.connectTimeoutMs,
      allowsPrivate: options.allowsPrivate ?? true,
    });
    const plain = new PostgresTraceStore(options.pool);
    this.store = plain;
    this.#writer = new SpoolWriter({ spoolDirectory: this.spoolDirectory, maxBytes: 1e9, log });
    this.#recorder = new Recorder({
      store: options.store?.(plain) ?? plain,
      spoolDirectory: this.spoolDirectory,
      log,
      maxWaitingBytes: 1e9,
      isGatewayBusy: () => false,
      onCommitted: async () => undefined,
      onIdle: async () => undefined,
    });
    const handle = createGatewayHandler(this.#deps(options));
    this.#server = createServer((request, response) => {
      if (!handle(request, response)) response.writeHead(404).end();
    });
  }

  static async start(options: TestGatewayOptions): Promise<TestGateway> {
    await ensureTracePartitions(options.pool, Date.now());
    const gateway = new TestGateway(options);
    gateway.#recorder.start();
    await new Promise<void>((resolve) => gateway.#server.listen(0, "127.0.0.1", resolve));
    return gateway;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/api/v1`;
  }

  chat(body: object | string, init: RequestInit = {}): Promise<Response> {
    return this.call("/chat/completions", body, init);
  }

  call(path: string, body: object | string, init: RequestInit = {}): Promise<Response> {
    return fetch(`${this.baseUrl}${path}`, {
      method: "POST",
      body: typeof body === "string" ? body : JSON.stringify(body),
      ...init,
      headers: {
        authorization: `Bearer ${TEST_KEY}`,
        "content-type": "application/json",
        ...init.headers,
      },
    });
  }

  /** Lets key lookups hang until the returned function is called. */
  holdLookups(): () => void {
    let release = () => {};
    this.#held = new Promise((resolve) => {
      release = resolve;
    });
    return () => {
      this.#held = null;
      release();
    };
  }

  openConnections(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
    });
  }

  /** Every trace of this gateway's project, once there are `count`. */
  async traces(count = 1): Promise<(Trace & { bodies: TraceBodies | null })[]> {
    const page = await eventually(async () => {
      const found = await this.store.list(this.projectId, { filter: {}, order: "asc", limit: 200 });
      return found.traces.length >= count && found.traces;
    });
    const whole = await Promise.all(page.map(({ id }) => this.store.find(this.projectId, id)));
    return whole.filter((trace) => trace !== null);
  }

  /** The trace of the one call that was made; fails when there are more. */
  async onlyTrace(): Promise<Trace & { bodies: TraceBodies | null }> {
    const [trace, ...others] = await this.traces();
    if (!trace || others.length > 0) throw new Error(`${others.length + 1} traces instead of one.`);
    return trace;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await this.#writer.close();
    await this.#recorder.stop(5_000);
    await this.#pools.close();
    await rm(this.spoolDirectory, { recursive: true, force: true });
  }

  #deps(options: TestGatewayOptions): GatewayDeps {
    const { upstreamUrl, limits, retries } = options;
    const given = options.upstreams ?? [
      { name: "fake", baseUrl: upstreamUrl, credential: "sk-upstream" },
    ];
    const upstreams = given.map(anUpstream);
    const caller = {
      keyId: newId(),
      projectId: this.projectId,
      scopes: ["gateway"],
      revokedAt: null,
      allowedModels: [],
      allowedProviders: [],
      ...options.caller,
    };
    const keyHash = sha256(TEST_KEY);
    return {
      callers: {
        findCaller: async (hash) => {
          this.heldLookups += 1;
          await this.#held;
          return hash === keyHash ? caller : null;
        },
        getProject: (id) => ({
          id,
          upstreams,
          defaultProvider: upstreams[0]?.name ?? null,
        }),
      },
      sink: this.#writer,
      refusals: new RefusalBudget(),
      pools: this.#pools,
      models: new ModelLists(this.#pools),
      instanceUpstreams: [anUpstream({ name: "echo", kind: "echo", isTrusted: true })],
      limits: { ...LIMITS, ...limits },
      retries: { ...RETRIES, ...retries },
      log: { error: () => undefined },
    };
  }
}

function anUpstream(given: Partial<Upstream>): Upstream {
  return {
    name: "fake",
    kind: "custom",
    baseUrl: "",
    credential: null,
    defaultModel: null,
    models: [],
    extraHeaders: {},
    apiVersion: null,
    isTrusted: false,
    timeoutMs: null,
    ...given,
  };
}
