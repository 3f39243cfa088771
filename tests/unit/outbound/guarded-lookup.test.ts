import type { LookupAddress, LookupOptions } from "node:dns";
import { createServer, type Server } from "node:http";
import type { AddressInfo, LookupFunction } from "node:net";
import { Agent, request } from "undici";
import { afterAll, beforeAll, expect, test } from "vitest";
import { guardedLookup, guardLookup } from "../../../lib/outbound/guarded-lookup";

const PUBLIC: LookupAddress[] = [
  { address: "93.184.216.34", family: 4 },
  { address: "2606:2800:220:1::1", family: 6 },
];

test("a public name gives the checked addresses, all or the first as the caller asks", async () => {
  const lookup = guardLookup((_hostname, _options, callback) => callback(null, PUBLIC));
  expect(await ask(lookup, { all: true })).toEqual([PUBLIC]);
  expect(await ask(lookup, {})).toEqual(["93.184.216.34", 4]);
});

test("one private address among public ones refuses the name", async () => {
  const mixed = [...PUBLIC, { address: "10.0.0.7", family: 4 }];
  const lookup = guardLookup((_hostname, _options, callback) => callback(null, mixed));
  await expect(ask(lookup, { all: true })).rejects.toMatchObject({ code: "blocked_address" });
  await expect(ask(lookup, {})).rejects.toMatchObject({ code: "blocked_address" });
});

test("a name without an address is refused", async () => {
  const lookup = guardLookup((_hostname, _options, callback) => callback(null, []));
  await expect(ask(lookup, {})).rejects.toMatchObject({ code: "blocked_address" });
});

test("the resolver's own failure is passed on", async () => {
  const failure = Object.assign(new Error("no such name"), { code: "ENOTFOUND" });
  const lookup = guardLookup((_hostname, _options, callback) => callback(failure, []));
  await expect(ask(lookup, {})).rejects.toBe(failure);
});

test("the caller's options reach the resolver, which is always asked for every address", async () => {
  const seen: LookupOptions[] = [];
  const lookup = guardLookup((_hostname, options, callback) => {
    seen.push(options);
    callback(null, PUBLIC);
  });
  await ask(lookup, { family: 4, hints: 1 });
  expect(seen).toEqual([{ family: 4, hints: 1, all: true }]);
});

let server: Server;
let hits = 0;

beforeAll(async () => {
  server = createServer((_request, response) => {
    hits += 1;
    response.end("reached");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test("an undici connection to a name of this machine is refused before it is made", async () => {
  const agent = new Agent({ connect: { lookup: guardedLookup } });
  const { port } = server.address() as AddressInfo;
  await expect(request(`http://localhost:${port}/`, { dispatcher: agent })).rejects.toMatchObject({
    name: "PrysmError",
    code: "blocked_address",
  });
  expect(hits).toBe(0);
  await agent.close();
});

test("a name that turns private after its first answer is refused at the next connection", async () => {
  const answers = [PUBLIC, [{ address: "127.0.0.1", family: 4 }]];
  const lookup = guardLookup((_hostname, _options, callback) => {
    callback(null, answers.shift() ?? []);
  });
  expect(await ask(lookup, {})).toEqual(["93.184.216.34", 4]);
  await expect(ask(lookup, {})).rejects.toMatchObject({ code: "blocked_address" });
});

function ask(lookup: LookupFunction, options: LookupOptions): Promise<unknown[]> {
  return new Promise((resolve, reject) => {
    lookup("upstream.example", options, (error, ...found) => {
      if (error) reject(error);
      else resolve(found);
    });
  });
}
