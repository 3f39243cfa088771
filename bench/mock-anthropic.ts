import { STREAM_CHUNKS } from "./payloads";

/** What the mock upstream sends in Anthropic's shape, built once: heads, bodies and HTTP chunks included. */

const MODEL = "claude-sonnet-4-5-20250929";
const USAGE = { input_tokens: 12, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 };
const MESSAGE = { id: "msg_mock", type: "message", role: "assistant", model: MODEL };

export const anthropicJson = withHead(
  "application/json",
  JSON.stringify({
    ...MESSAGE,
    content: [{ type: "text", text: "The answer of the mock upstream." }],
    stop_reason: "end_turn",
    stop_sequence: null,
    usage: { ...USAGE, output_tokens: 8 },
  }),
);

export const anthropicStream = Buffer.concat([
  Buffer.from(
    "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\ncache-control: no-cache\r\ntransfer-encoding: chunked\r\n\r\n",
  ),
  ...events().map(httpChunk),
  Buffer.from("0\r\n\r\n"),
]);

function events(): string[] {
  const start = { ...MESSAGE, content: [], stop_reason: null, stop_sequence: null };
  const deltas = Array.from({ length: STREAM_CHUNKS }, (_, index) => ({
    type: "content_block_delta",
    index: 0,
    delta: { type: "text_delta", text: ` word${index}` },
  }));
  const all = [
    { type: "message_start", message: { ...start, usage: { ...USAGE, output_tokens: 1 } } },
    { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
    { type: "ping" },
    ...deltas,
    { type: "content_block_stop", index: 0 },
    {
      type: "message_delta",
      delta: { stop_reason: "end_turn", stop_sequence: null },
      usage: { output_tokens: STREAM_CHUNKS },
    },
    { type: "message_stop" },
  ];
  return all.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
}

function httpChunk(text: string): Buffer {
  return Buffer.from(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`);
}

function withHead(type: string, body: string): Buffer {
  const head = `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ncontent-length: ${Buffer.byteLength(body)}`;
  return Buffer.from(`${head}\r\n\r\n${body}`);
}
