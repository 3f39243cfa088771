import { z } from "zod";

/** The only reader of process.env: one schema, parsed once at start; a bad value stops the start. */

const DAY_MS = 86_400_000;

const port = z.coerce
  .number("expected a port number from 1 to 65535")
  .int("expected a whole port number")
  .min(1, "expected a port number from 1 to 65535")
  .max(65_535, "expected a port number from 1 to 65535");

const httpUrl = z
  .url({ protocol: /^https?$/, error: "expected an absolute http:// or https:// URL" })
  .transform((value) => value.replace(/\/+$/, ""));

const ORIGIN_EXPECTED =
  "expected an http:// or https:// URL with a host and nothing behind it, such as https://prysm.example.com";

/** Where pages and API are at the root: a path before them would be in none of the links we write. */
const httpOrigin = z
  .url({ protocol: /^https?$/, error: ORIGIN_EXPECTED, abort: true })
  .refine(isOriginAlone, ORIGIN_EXPECTED)
  .transform((value) => new URL(value).origin);

const durationMs = z.coerce
  .number("expected a whole number of milliseconds")
  .int("expected a whole number of milliseconds")
  .min(1, "expected at least 1 millisecond")
  .max(DAY_MS, "expected at most a day, 86400000");

const timeoutSeconds = z.coerce
  .number("expected a number of seconds")
  .positive("expected a positive number of seconds");

const flag = z
  .enum(["true", "false", "1", "0"], "expected true, false, 1 or 0")
  .transform((value) => value === "true" || value === "1");

const secret = z.string().min(16, "expected at least 16 characters");
const text = z.string().min(1);

const schema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  PORT: port.default(3000),
  HOST: text.optional(),
  PRYSM_DATA_DIR: text.default(".data"),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: "expected a postgres:// URL" })
    .optional(),
  PRYSM_ROLE: z
    .enum(["all", "gateway", "web", "worker"], "expected one of all, gateway, web, worker")
    .default("all"),
  PRYSM_PUBLIC_URL: httpOrigin.optional(),
  /** Loopback port of the page server behind the gateway; a free one is chosen when absent. */
  PRYSM_WEB_PORT: port.optional(),
  PRYSM_LOG_LEVEL: z
    .enum(
      ["fatal", "error", "warn", "info", "debug", "trace", "silent"],
      "expected a pino log level",
    )
    .default("info"),

  PRYSM_SECRET: secret.optional(),
  PRYSM_ENCRYPTION_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, "expected 64 hex digits (openssl rand -hex 32)")
    .optional(),

  PRYSM_MAX_BODY_BYTES: z.coerce
    .number("expected a number of bytes")
    .int("expected a whole number of bytes")
    .min(1024, "expected at least 1024 bytes")
    .default(10 * 1024 * 1024),
  PRYSM_CONNECT_TIMEOUT_MS: durationMs.default(10_000),
  PRYSM_FIRST_BYTE_TIMEOUT_MS: durationMs.default(300_000),
  PRYSM_IDLE_TIMEOUT_MS: durationMs.default(120_000),
  PRYSM_REQUEST_TIMEOUT_MS: durationMs.default(600_000),
  /** Tries at one upstream beyond the first, before anything was sent to the client. */
  PRYSM_MAX_RETRIES: z.coerce
    .number("expected a number of retries")
    .int("expected a whole number of retries")
    .min(0, "expected 0 or more")
    .max(10, "expected at most 10")
    .default(2),
  /** Calls recorded beyond this many bytes of unread spool are counted and dropped. */
  PRYSM_SPOOL_MAX_BYTES: z.coerce
    .number("expected a number of bytes")
    .int("expected a whole number of bytes")
    .min(1024 * 1024, "expected at least 1048576 bytes")
    .default(4 * 1024 * 1024 * 1024),
  /**
   * `spool`: calls are written to disk and a worker process records them, as the roles all and gateway
   * do. `direct`: this process writes to the database itself, for hosts without a disk or a worker.
   */
  PRYSM_RECORD: z.enum(["spool", "direct"], "expected spool or direct").optional(),
  /**
   * Whether projects may call upstreams at loopback, link-local and private addresses, as a model server in
   * the same network. Absent: yes, unless billing is on. See `allowsPrivateUpstreams`.
   */
  PRYSM_ALLOW_PRIVATE_UPSTREAMS: flag.optional(),
  /** Turns billing on. */
  STRIPE_SECRET_KEY: text.optional(),
  /** How long a stop waits for running calls. */
  PRYSM_DRAIN_TIMEOUT_MS: durationMs.default(30_000),

  PRYSM_INIT_ORG: text.optional(),
  PRYSM_INIT_PROJECT: text.optional(),
  PRYSM_INIT_USER_EMAIL: z.email("expected an e-mail address").optional(),
  PRYSM_INIT_USER_PASSWORD: z.string().min(8, "expected at least 8 characters").optional(),
  PRYSM_INIT_API_KEY: z
    .string()
    .regex(/^sk-prysm-[0-9a-f]{64}$/, "expected sk-prysm- followed by 64 lower-case hex digits")
    .optional(),

  PRYSM_GITHUB_CLIENT_ID: text.optional(),
  PRYSM_GITHUB_CLIENT_SECRET: text.optional(),
  PRYSM_GOOGLE_CLIENT_ID: text.optional(),
  PRYSM_GOOGLE_CLIENT_SECRET: text.optional(),

  LLM_DEFAULT_PROVIDER: z
    .enum(
      ["echo", "openai", "anthropic", "ollama"],
      "expected one of echo, openai, anthropic, ollama",
    )
    .optional(),
  LLM_OPENAI_API_KEY: text.optional(),
  LLM_OPENAI_BASE_URL: httpUrl.default("https://api.openai.com/v1"),
  LLM_OPENAI_DEFAULT_MODEL: text.default("gpt-4o-mini"),
  LLM_OPENAI_TIMEOUT: timeoutSeconds.optional(),
  LLM_ANTHROPIC_API_KEY: text.optional(),
  LLM_ANTHROPIC_BASE_URL: httpUrl.default("https://api.anthropic.com"),
  LLM_ANTHROPIC_DEFAULT_MODEL: text.default("claude-sonnet-4-5-20250929"),
  LLM_ANTHROPIC_TIMEOUT: timeoutSeconds.optional(),
  LLM_OLLAMA_BASE_URL: httpUrl.optional(),
  LLM_OLLAMA_DEFAULT_MODEL: text.default("llama3.1"),
  LLM_OLLAMA_TIMEOUT: timeoutSeconds.optional(),
});

export type Env = z.infer<typeof schema>;

/** A setting has a value Prysm cannot work with; the message names the variable and what is expected. */
export class EnvError extends Error {
  override readonly name = "EnvError";
}

/** Parses settings; an empty value counts as absent. Throws `EnvError` with one sentence per bad value. */
export function parseEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const given = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const sentences = parsed.error.issues.map(
      (issue) => `${String(issue.path[0])} is not valid: ${issue.message}.`,
    );
    throw new EnvError(sentences.join("\n"));
  }
  requireTogether(parsed.data);
  return parsed.data;
}

function requireTogether(env: Env): void {
  if (env.PRYSM_INIT_USER_EMAIL && !env.PRYSM_INIT_USER_PASSWORD) {
    throw new EnvError(
      "PRYSM_INIT_USER_PASSWORD is missing: PRYSM_INIT_USER_EMAIL needs a password beside it.",
    );
  }
  if (env.LLM_DEFAULT_PROVIDER === "openai" && !env.LLM_OPENAI_API_KEY) {
    throw new EnvError("LLM_OPENAI_API_KEY is missing: LLM_DEFAULT_PROVIDER=openai needs it.");
  }
  if (env.LLM_DEFAULT_PROVIDER === "anthropic" && !env.LLM_ANTHROPIC_API_KEY) {
    throw new EnvError(
      "LLM_ANTHROPIC_API_KEY is missing: LLM_DEFAULT_PROVIDER=anthropic needs it.",
    );
  }
}

function isOriginAlone(value: string): boolean {
  const { pathname, search, hash, username, password } = new URL(value);
  return /^\/+$/.test(pathname) && !search && !hash && !username && !password;
}

/** Where strangers sign up, an upstream must not be a way into the operator's network. */
export function allowsPrivateUpstreams(
  env: Pick<Env, "PRYSM_ALLOW_PRIVATE_UPSTREAMS" | "STRIPE_SECRET_KEY">,
): boolean {
  return env.PRYSM_ALLOW_PRIVATE_UPSTREAMS ?? env.STRIPE_SECRET_KEY === undefined;
}

let loaded: Env | undefined;

/** The process's settings, parsed on first use. */
export function env(): Env {
  loaded ??= parseEnv(process.env);
  return loaded;
}

/** Settings found out at start (the embedded database's URL, generated secrets), for this process and its children. */
export function provideEnv(values: Readonly<Record<string, string>>): void {
  Object.assign(process.env, values);
  loaded = undefined;
}

/** The environment of a child process: ours, with these values instead. */
export function environmentWith(values: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...process.env, ...values };
}
