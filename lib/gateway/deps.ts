import { CallerDirectory } from "../db/caller-directory";
import { allowsPrivateUpstreams } from "../env";
import { instanceUpstreams } from "../instance-upstreams";
import type { CallRecordSink } from "../protocol/call-record";
import type { Upstream } from "../providers/provider";
import { createRecordSink } from "../recorder/create-record-sink";
import { runtime } from "../runtime";
import { ModelLists } from "./model-lists";
import { RefusalBudget } from "./refusal-budget";
import type { RetryPolicy } from "./retry-policy";
import { UpstreamPools } from "./upstream-pools";

/** Whose key a call carries. */
export interface Caller {
  keyId: string;
  projectId: string;
  scopes: readonly string[];
  /** Names, or beginnings of names that end in `*`; empty allows all. */
  allowedModels: readonly string[];
  /** Names of providers; empty allows all. */
  allowedProviders: readonly string[];
  /** ISO 8601 when the key was revoked. */
  revokedAt: string | null;
}

/** What a project has configured for its calls. */
export interface ProjectConfig {
  id: string;
  upstreams: readonly Upstream[];
  /** Name of one of `upstreams`, of an instance upstream, or null for the instance's default. */
  defaultProvider: string | null;
}

export interface GatewayLimits {
  maxBodyBytes: number;
  connectTimeoutMs: number;
  firstByteTimeoutMs: number;
  idleTimeoutMs: number;
  requestTimeoutMs: number;
}

/** The ports of the data plane: everything a stage needs from outside. */
export interface GatewayDeps {
  callers: {
    findCaller(keyHash: string): Promise<Caller | null> | Caller | null;
    getProject(projectId: string): Promise<ProjectConfig> | ProjectConfig;
  };
  sink: CallRecordSink;
  refusals: RefusalBudget;
  pools: UpstreamPools;
  models: ModelLists;
  /** Upstreams every project may use; the first is the instance's default. */
  instanceUpstreams: readonly Upstream[];
  limits: GatewayLimits;
  retries: RetryPolicy;
  log: { error(details: object, message: string): void };
}

const RETRIES = { baseDelayMs: 500, maxDelayMs: 8_000, maxRetryAfterMs: 20_000 };

/** The production wiring, one per process. */
export function gatewayDeps(): GatewayDeps {
  return runtime().once("gateway.deps", createDeps, (deps) => deps.pools.close());
}

function createDeps(): GatewayDeps {
  const { env, log, pool, secrets } = runtime();
  const pools = new UpstreamPools({
    connectTimeoutMs: env.PRYSM_CONNECT_TIMEOUT_MS,
    allowsPrivate: allowsPrivateUpstreams(env),
  });
  return {
    callers: new CallerDirectory({
      pool,
      databaseUrl: env.DATABASE_URL ?? "",
      encryptionKeyHex: secrets.encryptionKeyHex,
      log,
    }),
    sink: createRecordSink(),
    refusals: new RefusalBudget(),
    pools,
    models: new ModelLists(pools),
    retries: { ...RETRIES, maxRetries: env.PRYSM_MAX_RETRIES },
    instanceUpstreams: instanceUpstreams(env),
    limits: {
      maxBodyBytes: env.PRYSM_MAX_BODY_BYTES,
      connectTimeoutMs: env.PRYSM_CONNECT_TIMEOUT_MS,
      firstByteTimeoutMs: env.PRYSM_FIRST_BYTE_TIMEOUT_MS,
      idleTimeoutMs: env.PRYSM_IDLE_TIMEOUT_MS,
      requestTimeoutMs: env.PRYSM_REQUEST_TIMEOUT_MS,
    },
    log,
  };
}
