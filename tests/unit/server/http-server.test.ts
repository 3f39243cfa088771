import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { prepareDrain } from "../../../lib/server/drain";
import { createHttpServer } from "../../../lib/server/http-server";
import { exchange, head } from "../../support/raw-http";

let seen: string[];
let server: ReturnType<typeof createHttpServer>;
let port: number;

beforeEach(async () => {
  seen = [];
  server = createHttpServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    response.end("handled");
  });
  prepareDrain(server);
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  port = (server.address() as AddressInfo).port;
});
afterEach(() => void server.close());

function ask(line: string): Promise<string> {
  return exchange(port, head(line, "Host: x", "Connection: close"));
}

test.each([
  ["/sign-in?a=1", "/sign-in?a=1"],
  ["http://prysm.test/sign-in?a=http://b/c", "/sign-in?a=http://b/c"],
  ["HTTPS://user@prysm.test:8443/api/v1/models", "/api/v1/models"],
  ["http://prysm.test", "/"],
  ["http://prysm.test?a=1", "/?a=1"],
  ["//not-a-host/path", "//not-a-host/path"],
])("the target %s is handled as %s", async (target, url) => {
  expect(await ask(`GET ${target} HTTP/1.1`)).toContain("handled");

  expect(seen).toEqual([`GET ${url}`]);
});

test("OPTIONS * is answered by the server itself", async () => {
  expect(await ask("OPTIONS * HTTP/1.1")).toMatch(/^HTTP\/1.1 204 /);

  expect(seen).toEqual([]);
});

test("* means nothing to another method", async () => {
  expect(await ask("GET * HTTP/1.1")).toMatch(/^HTTP\/1.1 400 /);

  expect(seen).toEqual([]);
});

test.each(["h2c", "TLS/1.0", "websocket"])(
  "an offer to upgrade to %s that nobody takes is an ordinary request",
  async (protocol) => {
    const answer = await exchange(
      port,
      head(
        "POST /v1/chat/completions HTTP/1.1",
        "Host: x",
        "Connection: close, Upgrade",
        `Upgrade: ${protocol}`,
        "Content-Length: 2",
      ),
      "{}",
    );

    expect(answer).toMatch(/^HTTP\/1.1 200 /);
    expect(seen).toEqual(["POST /v1/chat/completions"]);
  },
);
