import { createServer, type Socket } from "node:net";
import { anthropicJson, anthropicStream } from "./mock-anthropic";
import { PACED_MODEL, STREAM_CHUNKS } from "./payloads";
import { HttpReader } from "./wire/http-reader";

/**
 * An OpenAI-shaped upstream that answers at once from buffers built at start. `stream: true` gives 200
 * events, each its own HTTP chunk, in one write; the model `mock-paced-<ms>` sends one per interval. Below
 * `/v1/messages` it answers in Anthropic's shape.
 */

const WINDOW_BYTES = 400;
const CREATED = 1_767_225_600;

const TOKENS = { prompt_tokens: 12, completion_tokens: STREAM_CHUNKS };
const USAGE = { ...TOKENS, total_tokens: TOKENS.prompt_tokens + TOKENS.completion_tokens };

const jsonAnswer = buildJsonAnswer();
const streamHead = Buffer.from(
  "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\ncache-control: no-cache\r\ntransfer-encoding: chunked\r\n\r\n",
);
const events = buildEvents();
const usageEvent = httpChunk(event({ choices: [], usage: USAGE }));
const streamEnd = Buffer.concat([httpChunk("data: [DONE]\n\n"), Buffer.from("0\r\n\r\n")]);
const wholeStream = Buffer.concat([streamHead, ...events, streamEnd]);
const wholeStreamWithUsage = Buffer.concat([streamHead, ...events, usageEvent, streamEnd]);

function buildJsonAnswer(): Buffer {
  const body = JSON.stringify({
    id: "chatcmpl-mock",
    object: "chat.completion",
    created: CREATED,
    model: "gpt-4o-mini",
    choices: [
      {
        index: 0,
        message: { role: "assistant", content: "The answer of the mock upstream." },
        finish_reason: "stop",
      },
    ],
    usage: USAGE,
  });
  return Buffer.from(
    `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
}

function buildEvents(): Buffer[] {
  return Array.from({ length: STREAM_CHUNKS }, (_, index) => {
    const isLast = index === STREAM_CHUNKS - 1;
    const delta = isLast ? {} : { content: ` word${index}` };
    const first = index === 0 ? { role: "assistant" } : {};
    const finish_reason = isLast ? "stop" : null;
    const choices = [{ index: 0, delta: { ...first, ...delta }, finish_reason }];
    return httpChunk(event({ choices }));
  });
}

function event(fields: object): string {
  const shared = { id: "chatcmpl-mock", object: "chat.completion.chunk", created: CREATED };
  return `data: ${JSON.stringify({ ...shared, model: "gpt-4o-mini", ...fields })}\n\n`;
}

function httpChunk(text: string): Buffer {
  return Buffer.from(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`);
}

function answer(socket: Socket, head: string, asked: string): void {
  const isStream = asked.includes('"stream":true');
  if (head.startsWith("POST /v1/messages")) {
    socket.write(isStream ? anthropicStream : anthropicJson);
    return;
  }
  if (!isStream) {
    socket.write(jsonAnswer);
    return;
  }
  const hasUsage = asked.includes("include_usage");
  const paced = PACED_MODEL.exec(asked);
  if (paced) writePaced(socket, Number(paced[1]), hasUsage);
  else socket.write(hasUsage ? wholeStreamWithUsage : wholeStream);
}

function writePaced(socket: Socket, intervalMs: number, hasUsage: boolean): void {
  let sent = 0;
  socket.write(streamHead);
  const timer = setInterval(() => {
    const next = events[sent++];
    if (next && !socket.destroyed) {
      socket.write(next);
      return;
    }
    clearInterval(timer);
    if (hasUsage) socket.write(usageEvent);
    socket.write(streamEnd);
  }, intervalMs);
  socket.once("close", () => clearInterval(timer));
}

const server = createServer({ noDelay: true }, (socket) => {
  let head = "";
  let start = "";
  let end = "";
  const reader = new HttpReader({
    head: (text) => {
      head = text;
      start = "";
      end = "";
    },
    body: (bytes) => {
      if (start === "") start = bytes.toString("latin1", 0, WINDOW_BYTES);
      end = bytes.toString("latin1", Math.max(0, bytes.length - WINDOW_BYTES));
    },
    end: () => answer(socket, head, start + end),
  });
  socket.on("data", (bytes) => reader.push(bytes));
  socket.on("error", () => socket.destroy());
});

process.once("disconnect", () => process.exit(0));
server.listen(0, "127.0.0.1", () => process.send?.({ port: portOf(server.address()) }));

function portOf(address: ReturnType<typeof server.address>): number {
  if (!address || typeof address === "string") throw new Error("The mock upstream has no port.");
  return address.port;
}
