import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { isObject, parseJson } from "../../../lib/protocol/json";
import { eventually } from "../eventually";
import { ERROR_MESSAGE, type Fault, readPlay } from "./play";
import { type FakeRequest, Refusal, type Wire, type WireAnswer } from "./wire";

export interface SeenRequest extends FakeRequest {
  /** The caller let go before the answer was complete. */
  isAborted: boolean;
}

const OF_SERVICE = /^\/of\/([^/]+)(\/.*)$/;

/** An upstream on a real socket that speaks one wire format as strictly as the real one. */
export class HttpFake {
  readonly wire: Wire;
  readonly calls: SeenRequest[] = [];
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  private constructor(wire: Wire) {
    this.wire = wire;
  }

  static async start(wire: Wire): Promise<HttpFake> {
    const fake = new HttpFake(wire);
    await new Promise<void>((resolve) => fake.#server.listen(0, "127.0.0.1", resolve));
    return fake;
  }

  /** The base URL of a service that speaks this wire, in its own manner where it has one. */
  baseUrlOf(service: string): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/of/${service}${this.wire.basePath}`;
  }

  /** The latest request whose body or path holds `mark`, once there is one. */
  seen(mark: string): Promise<SeenRequest> {
    return eventually(() => this.calls.findLast((call) => isMarked(call, mark)));
  }

  countOf(mark: string): number {
    return this.calls.filter((call) => isMarked(call, mark)).length;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = await this.#read(incoming);
    this.calls.push(call);
    response.on("close", () => {
      call.isAborted = !response.writableFinished;
    });
    for (const [name, value] of Object.entries(this.wire.headers)) response.setHeader(name, value);
    try {
      const play = readPlay(this.wire.lastUserText(call.json));
      const answer = this.wire.answer(call, play);
      await perform(answer, play.fault, response, this.wire);
    } catch (thrown) {
      const { status, message, param } =
        thrown instanceof Refusal ? thrown : new Refusal(String(thrown), { status: 500 });
      sendJson(response, status, this.wire.errorBody(status, message, param));
    }
  }

  async #read(incoming: IncomingMessage): Promise<SeenRequest> {
    const parts: Buffer[] = [];
    for await (const part of incoming) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    const url = new URL(incoming.url ?? "", "http://fake");
    const parsed = parseJson(body.toString());
    const [, service = "", path = url.pathname] = OF_SERVICE.exec(url.pathname) ?? [];
    return {
      service,
      method: incoming.method ?? "",
      path,
      query: url.searchParams,
      headers: incoming.headers,
      body,
      json: isObject(parsed) ? parsed : {},
      isAborted: false,
    };
  }
}

function isMarked({ path, body }: SeenRequest, mark: string): boolean {
  return path.includes(mark) || body.includes(mark);
}

async function perform(
  answer: WireAnswer,
  fault: Fault | null,
  response: ServerResponse,
  wire: Wire,
): Promise<void> {
  if (fault !== null && typeof fault === "object") {
    const { status } = fault;
    if (status === 409 || status === 429 || status >= 500) mayBeTriedAtOnce(response);
    return sendJson(response, status, wire.errorBody(status, ERROR_MESSAGE, null));
  }
  if (fault === "html") {
    response.writeHead(200, { "content-type": "text/html" });
    return void response.end("<html><body><h1>Sign in to the Wi-Fi</h1></body></html>");
  }
  if (fault === "error-inside")
    return sendJson(response, 200, wire.errorBody(500, ERROR_MESSAGE, null));
  if (answer.kind === "stream") return playStream(answer, fault, response, wire);
  const type = answer.kind === "json" ? "application/json" : answer.type;
  const body = answer.kind === "json" ? Buffer.from(JSON.stringify(answer.body)) : answer.body;
  await playWhole(body, type, fault, response);
}

/** A short wait, so that a test of what is tried again does not take seconds. */
function mayBeTriedAtOnce(response: ServerResponse): void {
  response.setHeader("retry-after-ms", "1");
}

async function playWhole(
  body: Buffer,
  type: string,
  fault: Fault | null,
  response: ServerResponse,
): Promise<void> {
  const half = body.subarray(0, body.length / 2);
  const encoding = fault === "gzip" ? { "content-encoding": "gzip" } : {};
  response.writeHead(200, { "content-type": type, ...encoding });
  if (fault === "gzip") return void response.end(gzipSync(body));
  if (fault === "truncated-json") return void response.end(half);
  if (fault === "cut" || fault === "hang") {
    await writeOut(half, response);
    if (fault === "cut") response.destroy();
    return;
  }
  response.end(body);
}

async function playStream(
  { frames, closing }: { frames: string[]; closing: number },
  fault: Fault | null,
  response: ServerResponse,
  wire: Wire,
): Promise<void> {
  const isZipped = fault === "gzip";
  if (fault === "first-event-error") mayBeTriedAtOnce(response);
  const encoding = isZipped ? { "content-encoding": "gzip" } : {};
  response.writeHead(200, { "content-type": "text/event-stream", ...encoding });
  const half = frames.slice(0, Math.ceil((frames.length - closing) / 2)).join("");
  if (isZipped) {
    await writeOut(gzipSync(frames.join("")), response);
  } else if (fault === "first-event-error") {
    await writeOut(Buffer.from(wire.errorFrame(529, ERROR_MESSAGE)), response);
  } else if (fault === "late-error") {
    await writeOut(Buffer.from(half + wire.errorFrame(529, ERROR_MESSAGE)), response);
  } else if (fault === "no-ending") {
    await writeOut(Buffer.from(frames.slice(0, frames.length - closing).join("")), response);
  } else if (fault === "cut" || fault === "hang" || fault === "ends-early") {
    await writeOut(Buffer.from(half), response);
    if (fault === "hang") return;
    if (fault === "cut") return void response.destroy();
  } else {
    await writeOut(Buffer.from(frames.join("")), response);
  }
  response.end();
}

const SIZES = [61, 1, 17, 200, 2, 5, 97, 3];

/** Writes bytes in parts of awkward sizes, with a cut inside every character of more than one byte. */
async function writeOut(bytes: Buffer, response: ServerResponse): Promise<void> {
  let from = 0;
  for (let turn = 0; from < bytes.length; turn++) {
    const limit = Math.min(bytes.length, from + (SIZES[turn % SIZES.length] as number));
    const inside = bytes.subarray(from + 1, limit).findIndex((byte) => byte >= 0x80 && byte < 0xc0);
    const to = inside === -1 ? limit : from + 1 + inside;
    response.write(bytes.subarray(from, to));
    from = to;
    await nextTurn();
  }
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
