import { mkdirSync } from "node:fs";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { resolve } from "node:path";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../db/embedded";
import { type Env, provideEnv } from "../env";
import { PrysmError } from "../errors";
import { createGatewayHandler, type GatewayHandler } from "../gateway/http/node";
import { acquireInstanceLock, type InstanceLock } from "../instance-lock";
import { createLog, type Log } from "../log";
import { closeRuntime } from "../runtime";
import { loadOrCreateSecrets } from "../secrets";
import { acceptWebSockets } from "./accept-web-sockets";
import { bannerText } from "./banner";
import { SupervisedChild } from "./child-process";
import { type Drain, prepareDrain } from "./drain";
import { reportLoad } from "./gateway-load";
import { createHttpServer, listen } from "./http-server";
import { createPageProxy, type PageProxy } from "./page-proxy";
import { prepareDatabase } from "./prepare-database";
import { recordThroughSpool } from "./record-through-spool";
import type { RoleContext, RunningRole } from "./running-role";

const PAGE_PATIENCE_MS = 60_000;
const CHILD_STOP_PATIENCE_MS = 20_000;
/** The gateway comes first on a busy machine: pages may wait a little, bookkeeping longer. */
const WEB_NICENESS = 5;
const WORKER_NICENESS = 19;

interface Parts {
  lock?: InstanceLock;
  drain?: Drain;
  postgres?: EmbeddedPostgres | null;
  children?: Children;
}

/**
 * Role all, what `npm start` runs: gateway in this process, page server and worker as children, and the
 * embedded PostgreSQL. The port is taken first, so that a second start fails at once; calls that come
 * before the database is up wait for it.
 */
export async function runAll({ entry }: RoleContext): Promise<RunningRole> {
  const startedAt = Date.now();
  const settings = recordThroughSpool();
  const log = createLog("prysm", settings.PRYSM_LOG_LEVEL);
  const parts: Parts = {};
  try {
    const dataDirectory = prepareDataDirectory(settings);
    parts.lock = await acquireInstanceLock(dataDirectory);
    const children = createChildren(entry, log);
    const front = createFront(children.web, settings, log);
    const where = { port: settings.PORT, host: settings.HOST, variable: "PORT" } as const;
    const port = await listen(front.server, where);
    parts.drain = front.drain;
    parts.postgres = await provideDatabase(settings, dataDirectory, log);
    await prepareDatabase(log);
    front.open(createGatewayHandler());
    parts.children = children;
    children.start();
    void children.whenReady().then((isReady) => {
      if (isReady) process.stdout.write(bannerText(settings, port, Date.now() - startedAt));
    });
    return {
      port,
      stop: () => stop(parts, settings.PRYSM_DRAIN_TIMEOUT_MS),
      abandon: () => parts.postgres?.abandon(),
      failed: children.failed,
    };
  } catch (error) {
    await stop(parts, 0);
    throw error;
  }
}

/** Calls end first, then what they left is flushed, recorded and stored; the database goes last. */
async function stop({ lock, drain, postgres, children }: Parts, drainTimeoutMs: number) {
  await drain?.run(drainTimeoutMs);
  await closeRuntime();
  await children?.stop();
  await postgres?.stop();
  lock?.release();
}

function prepareDataDirectory(settings: Env): string {
  const directory = resolve(settings.PRYSM_DATA_DIR);
  try {
    // Root's database user has to pass through; what is inside has its own, narrower modes.
    mkdirSync(directory, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  } catch (error) {
    throw new PrysmError(
      "unavailable",
      `The data directory ${directory} cannot be created (${(error as NodeJS.ErrnoException).code}). Set PRYSM_DATA_DIR to a directory this user can write to.`,
      { cause: error },
    );
  }
  return directory;
}

async function provideDatabase(
  settings: Env,
  dataDirectory: string,
  log: Log,
): Promise<EmbeddedPostgres | null> {
  const secrets = loadOrCreateSecrets(settings);
  provideEnv({ PRYSM_SECRET: secrets.secret, PRYSM_ENCRYPTION_KEY: secrets.encryptionKey });
  if (settings.DATABASE_URL || !secrets.postgresPassword) return null;
  const postgres = await startEmbeddedPostgres({
    dataDirectory,
    password: secrets.postgresPassword,
    log,
  });
  provideEnv({ DATABASE_URL: postgres.url });
  return postgres;
}

interface Children {
  web: SupervisedChild;
  /** Rejects when a child says that it can never start. */
  failed: Promise<never>;
  start(): void;
  whenReady(): Promise<boolean>;
  stop(): Promise<void>;
}

function createChildren(entry: string, log: Log): Children {
  let fail: (error: PrysmError) => void = () => undefined;
  const failed = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  failed.catch(() => undefined);
  const create = (role: "web" | "worker", niceness: number) =>
    new SupervisedChild({ role, entry, log, niceness, onCannotStart: (error) => fail(error) });
  const web = create("web", WEB_NICENESS);
  const worker = create("worker", WORKER_NICENESS);
  let endReports = () => {};
  return {
    web,
    failed,
    start() {
      worker.start();
      web.start();
      endReports = reportLoad((message) => worker.tell(message));
    },
    async whenReady() {
      const ready = await Promise.all(
        [web, worker].map((child) => child.whenReady(PAGE_PATIENCE_MS)),
      );
      return ready.every(Boolean);
    },
    async stop() {
      endReports();
      await Promise.all([web, worker].map((child) => child.stop(CHILD_STOP_PATIENCE_MS)));
    },
  };
}

interface Front {
  server: Server;
  drain: Drain;
  /** From now on calls are answered; those that came earlier are taken up. */
  open(handler: GatewayHandler): void;
}

function createFront(web: SupervisedChild, settings: Env, log: Log): Front {
  const pages: PageProxy = createPageProxy({
    publicUrl: settings.PRYSM_PUBLIC_URL,
    log,
    findPort: async () =>
      web.listeningPort ?? ((await web.whenReady(PAGE_PATIENCE_MS)) ? web.listeningPort : null),
  });
  let handleGateway: GatewayHandler | null = null;
  let early: (() => void)[] = [];
  const dispatch = (request: IncomingMessage, response: ServerResponse) => {
    if (!handleGateway) early.push(() => dispatch(request, response));
    else if (!handleGateway(request, response)) pages.handle(request, response);
  };
  const server = createHttpServer(dispatch);
  const drain = prepareDrain(server);
  if (settings.NODE_ENV === "development") {
    acceptWebSockets(server, (request, socket, head) => {
      drain.watch(socket);
      pages.upgrade(request, socket, head);
    });
  }
  server.once("close", () => pages.close());
  return {
    server,
    drain,
    open(handler) {
      handleGateway = handler;
      const waiting = early;
      early = [];
      for (const take of waiting) take();
    },
  };
}
