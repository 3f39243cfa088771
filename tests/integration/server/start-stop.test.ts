import { existsSync, readdirSync, statSync } from "node:fs";
import { createServer, request, type Server } from "node:http";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { isPidInUse } from "../../../lib/process-identity";
import { eventually } from "../../support/eventually";
import { findFreePort } from "../../support/free-port";
import {
  type LaunchedProduct,
  launchProduct,
  type ProductOptions,
  startProduct,
} from "../../support/product";
import { exchange, head } from "../../support/raw-http";
import { type TemporaryDirectory, temporaryDirectory } from "../../support/temporary-directory";
import { createTestDatabase } from "../../support/test-database";

const KEY = `sk-prysm-${"0a".repeat(32)}`;
const INIT = {
  PRYSM_INIT_ORG: "Acme",
  PRYSM_INIT_PROJECT: "Default",
  PRYSM_INIT_USER_EMAIL: "owner@example.com",
  PRYSM_INIT_USER_PASSWORD: "correct horse battery",
  PRYSM_INIT_API_KEY: KEY,
};

let directory: TemporaryDirectory;
let running: LaunchedProduct[] = [];

beforeEach(() => {
  directory = temporaryDirectory();
  running = [];
});
afterEach(async () => {
  for (const product of running) await product.stop("SIGTERM");
  directory.remove();
});

async function start(options: ProductOptions = {}): Promise<LaunchedProduct> {
  const product = await startProduct({ dataDirectory: directory.path, ...options });
  running.push(product);
  return product;
}

/** A start that is expected to end by itself: its exit code and what it printed. */
async function failedStart(
  options: ProductOptions,
): Promise<{ code: number | string; output: string }> {
  const product = await launchProduct({ dataDirectory: directory.path, ...options });
  return { code: await product.exited, output: product.output() };
}

function models(product: LaunchedProduct): Promise<Response> {
  return fetch(`${product.baseUrl}/api/v1/models`, { headers: { authorization: `Bearer ${KEY}` } });
}

function chat(product: LaunchedProduct, model: string): Promise<Response> {
  return fetch(`${product.baseUrl}/api/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
    body: JSON.stringify({ model, stream: true, messages: [{ role: "user", content: "hello" }] }),
  });
}

it("starts from nothing, answers calls and pages, stops with 0, and starts again", {
  timeout: 90_000,
}, async () => {
  const first = await start({ env: INIT });
  expect((await models(first)).status).toBe(200);
  expect((await fetch(`${first.baseUrl}/sign-in`)).status).toBe(200);
  expect(statSync(join(directory.path, "secrets.json")).mode & 0o777).toBe(0o600);
  expect(first.output()).not.toContain(KEY);
  expect(await first.stop()).toBe(0);

  const second = await start({ env: INIT });

  expect((await models(second)).status).toBe(200);
  expect(await second.stop("SIGINT")).toBe(0);
});

it("recovers from kill -9 of everything, and of the main process alone", {
  timeout: 120_000,
}, async () => {
  const first = await start({ env: INIT });
  await first.killEverything();
  await first.exited;

  const second = await start();
  expect((await models(second)).status).toBe(200);
  second.killMain();
  await second.exited;

  const third = await start();
  expect((await models(third)).status).toBe(200);
});

it("takes its children with it when it is killed", { timeout: 60_000 }, async () => {
  const product = await start();
  const webUrl = `${product.webUrl}/api/v1/health`;
  expect((await fetch(webUrl)).status).toBe(200);

  product.killMain();
  await product.exited;

  await eventually(() =>
    fetch(webUrl).then(
      () => false,
      () => true,
    ),
  );
});

it("lets a running stream end before it stops, and takes no new call", {
  timeout: 60_000,
}, async () => {
  const product = await start({ env: INIT });
  const response = await chat(product, "echo-slow-700");
  const reader = response.body?.getReader();
  await reader?.read();

  const stopped = product.stop();
  const refused = await eventually(() =>
    fetch(product.baseUrl).then(
      () => null,
      () => "refused",
    ),
  );
  let text = "";
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    text += new TextDecoder().decode(part.value);
  }

  expect(refused).toBe("refused");
  expect(text).toContain("data: [DONE]");
  expect(await stopped).toBe(0);
});

it("cuts a stream that outlasts the drain time", { timeout: 60_000 }, async () => {
  const product = await start({ env: { ...INIT, PRYSM_DRAIN_TIMEOUT_MS: "200" } });
  const response = await chat(product, "echo-hang");
  await response.body?.getReader().read();
  const startedAt = Date.now();

  expect(await product.stop()).toBe(0);
  expect(Date.now() - startedAt).toBeLessThan(15_000);
});

it("exits at once at the second signal", { timeout: 60_000 }, async () => {
  const product = await start({ env: INIT });
  const response = await chat(product, "echo-slow-700");
  await response.body?.getReader().read();

  process.kill(product.pid, "SIGINT");
  await eventually(() =>
    fetch(product.baseUrl).then(
      () => null,
      () => "refused",
    ),
  );
  process.kill(product.pid, "SIGINT");

  expect(await product.exited).toBe(130);
  expect(isPidInUse(product.pid)).toBe(false);
});

it("names the port that is taken, before it creates anything slow", {
  timeout: 20_000,
}, async () => {
  const port = await findFreePort();
  const other: Server = createServer();
  await new Promise<void>((listening) => other.listen(port, () => listening()));

  const { code, output } = await failedStart({ port });
  other.close();

  expect(code).toBe(1);
  expect(output.trim()).toBe(
    `Port ${port} is taken by another program: stop it, or choose another with PORT=${port + 1}.`,
  );
  expect(readdirSync(directory.path)).not.toContain("postgres");
});

it("refuses a data directory that another instance uses", { timeout: 60_000 }, async () => {
  const product = await start();

  const { code, output } = await failedStart({});

  expect(code).toBe(1);
  expect(output.trim()).toBe(
    `The data directory ${directory.path} is used by another instance of Prysm (process ${product.pid}). Stop it, or set PRYSM_DATA_DIR to another directory.`,
  );
});

it("says which database it cannot reach, without the password", { timeout: 30_000 }, async () => {
  const port = await findFreePort();
  const url = `postgresql://prysm:topsecret@127.0.0.1:${port}/prysm`;

  const { code, output } = await failedStart({ env: { DATABASE_URL: url } });

  expect(code).toBe(1);
  expect(output.trim()).toMatch(
    new RegExp(`^The database at 127.0.0.1:${port} cannot be reached .*\\.$`),
  );
  expect(output).not.toContain("topsecret");
});

it("names the setting that is wrong", async () => {
  const { code, output } = await failedStart({ env: { PRYSM_ROLE: "everything" } });

  expect(code).toBe(1);
  expect(output.trim()).toBe("PRYSM_ROLE is not valid: expected one of all, gateway, web, worker.");
});

it("runs each role alone against one database", { timeout: 60_000 }, async () => {
  const database = await createTestDatabase({ isEmpty: true });
  const port = await findFreePort();
  const gateway = await launchProduct({
    dataDirectory: directory.path,
    port,
    env: { DATABASE_URL: database.url, PRYSM_ROLE: "gateway" },
  });

  const health = await eventually(() =>
    fetch(`${gateway.baseUrl}/api/v1/health`).catch(() => null),
  );
  const page = await fetch(`${gateway.baseUrl}/sign-in`);

  expect(health.status).toBe(200);
  expect(page.status).toBe(404);
  expect(await page.json()).toMatchObject({
    error: { type: "not_found_error", code: "not_found" },
  });
  expect(await gateway.stop()).toBe(0);
  await database.drop();
});

it("tells pages who called and under which name, whatever the caller claims", {
  timeout: 60_000,
}, async () => {
  const product = await start();

  const location = await new Promise<string | undefined>((settle, reject) => {
    const headers = { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" };
    request(`${product.baseUrl}/`, { headers }, (response) => {
      response.resume();
      settle(response.headers.location);
    })
      .once("error", reject)
      .end();
  });

  expect(location).not.toContain("evil.example");
});

it("records through the spool beside its worker when nothing else is said", {
  timeout: 60_000,
}, async () => {
  const product = await start({ env: INIT });
  const response = await chat(product, "echo-slow-700");
  await response.body?.getReader().read();

  const spool = join(directory.path, "spool");
  const writers = await eventually(() => {
    const names = existsSync(spool) ? readdirSync(spool) : [];
    return names.length > 0 && names;
  });

  expect(statSync(join(spool, writers[0] ?? "")).isDirectory()).toBe(true);
});

it("takes a call that offers HTTP/2 or a WebSocket for the call it is", {
  timeout: 60_000,
}, async () => {
  const product = await start({ env: INIT });
  const { port } = new URL(product.baseUrl);
  const ask = (path: string, protocol: string) =>
    exchange(
      Number(port),
      head(
        `GET ${path} HTTP/1.1`,
        "Host: x",
        `Authorization: Bearer ${KEY}`,
        "Connection: close, Upgrade, HTTP2-Settings",
        `Upgrade: ${protocol}`,
        "HTTP2-Settings: AAMAAABkAAQCAAAAAAIAAAAA",
      ),
    );

  expect(await ask("/api/v1/models", "h2c")).toMatch(/^HTTP\/1.1 200 /);
  expect(await ask("/api/v1/models", "websocket")).toMatch(/^HTTP\/1.1 200 /);
  expect(await ask("/ws/nowhere", "websocket")).toMatch(/^HTTP\/1.1 404 /);
});
