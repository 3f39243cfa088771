import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { eventually } from "./eventually";

export interface SeenCall {
  path: string;
  headers: IncomingMessage["headers"];
  body: string;
  /** The gateway let go of the call before it was answered. */
  isAborted: boolean;
}

type Script = (response: ServerResponse, call: SeenCall) => unknown;

/** An OpenAI-shaped upstream on a real socket that does what the test's script says. */
export class FakeUpstream {
  readonly calls: SeenCall[] = [];
  #script: Script = (response) => sendJson(response, completion("ok"));
  readonly #server = createServer((request, response) => void this.#serve(request, response));

  static async start(): Promise<FakeUpstream> {
    const upstream = new FakeUpstream();
    await new Promise<void>((resolve) => upstream.#server.listen(0, "127.0.0.1", resolve));
    return upstream;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  answers(script: Script): void {
    this.#script = script;
  }

  /** The latest call, once there is one beyond those already counted. */
  async nextCall(countBefore = 0): Promise<SeenCall> {
    return eventually(() => this.calls[countBefore]);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const call: SeenCall = {
      path: request.url ?? "",
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
      isAborted: false,
    };
    response.on("close", () => {
      call.isAborted = !response.writableFinished;
    });
    this.calls.push(call);
    await this.#script(response, call);
  }
}

export function sendJson(response: ServerResponse, value: object, status = 200): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}

export function startStream(response: ServerResponse): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.flushHeaders();
}

export function completion(content: string): object {
  return {
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 1_700_000_000,
    model: "fake-2026",
    choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
    usage: {
      prompt_tokens: 11,
      completion_tokens: 7,
      total_tokens: 18,
      prompt_tokens_details: { cached_tokens: 4 },
      completion_tokens_details: { reasoning_tokens: 2 },
    },
  };
}

export function chunkEvent(delta: object, finishReason: string | null = null): string {
  const chunk = {
    id: "chatcmpl-1",
    object: "chat.completion.chunk",
    created: 1_700_000_000,
    model: "fake-2026",
    choices: [{ index: 0, delta, finish_reason: finishReason }],
  };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}
