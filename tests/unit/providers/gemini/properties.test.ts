import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PrysmError } from "../../../../lib/errors";
import { parseChatRequest } from "../../../../lib/protocol/chat";
import type { JsonObject } from "../../../../lib/protocol/json";
import { gemini } from "../../../../lib/providers/gemini";
import { retryDelayMs } from "../../../../lib/providers/gemini/retry-delay";
import { UpstreamErrorEvent } from "../../../../lib/providers/upstream-error-event";
import { answer } from "../../../fixtures/gemini/answers";
import { geminiCall, geminiUpstream } from "../../../fixtures/gemini/gemini-call";
import { readPieces, readStream, sse, streamReader } from "../../../fixtures/gemini/read-stream";

const text = fc.constantFrom(
  "",
  "a",
  "{}",
  "é🙂",
  "data:image/png;base64,AAAA",
  "https://x.example/a.png",
  "STOP",
);
const anything = fc.jsonValue({ maxDepth: 2 });
/** Objects with the right names and often the wrong values. */
const near = (fields: Record<string, fc.Arbitrary<unknown>>) =>
  fc.record(
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [
        name,
        fc.oneof({ weight: 4, arbitrary: value }, anything),
      ]),
    ),
    { requiredKeys: [] },
  );

/** At most two of these fields: with all of them, one is wrong for sure. */
const some = (fields: Record<string, fc.Arbitrary<unknown>>) =>
  fc
    .tuple(fc.record(fields), fc.subarray(Object.keys(fields), { maxLength: 2 }))
    .map(([record, names]) => Object.fromEntries(names.map((name) => [name, record[name]])));

const fn = near({
  name: fc.constantFrom("f", "g", "?"),
  arguments: text,
  parameters: anything,
  strict: fc.boolean(),
});
const media = near({
  url: text,
  data: text,
  format: fc.constant("wav"),
  file_data: text,
  file_id: text,
  filename: text,
});
const part = near({
  type: fc.constantFrom("text", "image_url", "input_audio", "file", "video_url", "refusal"),
  text,
  refusal: text,
  image_url: media,
  input_audio: media,
  video_url: media,
  file: media,
});
const extra = near({ google: near({ thought_signature: text }) });
const toolCall = near({
  id: fc.constantFrom("c1", "c2"),
  type: fc.constant("function"),
  function: fn,
  extra_content: extra,
});
const content = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("a", '{"b":1}') },
  text,
  fc.constant(null),
  fc.array(fc.oneof(part, anything), { maxLength: 3 }),
);
const message = fc
  .tuple(
    fc.constantFrom("system", "developer", "user", "assistant", "tool", "function"),
    content,
    some({
      name: fc.constantFrom("f", "g"),
      tool_call_id: fc.constantFrom("c1", "c2", "c3"),
      tool_calls: fc.oneof(fc.array(toolCall, { maxLength: 3 }), anything),
      function_call: fc.oneof(fn, anything),
      images: fc.oneof(fc.array(part, { maxLength: 2 }), anything),
      extra_content: extra,
      refusal: fc.oneof(text, anything),
    }),
  )
  .map(([role, said, fields]) => ({ role, content: said, ...fields }));
const chat = fc
  .tuple(
    fc.array(message, { minLength: 1, maxLength: 4 }),
    some({
      tools: fc.array(fc.oneof(near({ type: fc.constant("function"), function: fn }), anything), {
        maxLength: 2,
      }),
      functions: fc.array(fn, { maxLength: 1 }),
      tool_choice: fc.oneof(
        fc.constantFrom("auto", "required"),
        near({
          type: fc.constantFrom("function", "allowed_tools"),
          function: fn,
          allowed_tools: anything,
        }),
        anything,
      ),
      function_call: anything,
      response_format: near({
        type: fc.constantFrom("json_object", "json_schema"),
        json_schema: near({ schema: anything }),
      }),
      reasoning_effort: fc.oneof(fc.constantFrom("low", "none"), anything),
      extra_body: near({
        google: near({
          thinking_config: anything,
          cached_content: anything,
          safety_settings: anything,
        }),
      }),
      temperature: fc.double(),
      seed: fc.integer(),
      n: fc.integer(),
      top_k: anything,
      stop: fc.array(text),
      modalities: anything,
      service_tier: anything,
      strange: anything,
    }),
  )
  .map(([messages, params]) => ({ messages, ...params }));
const model = fc.constantFrom(
  "gemini-2.5-flash",
  "gemini-3-pro-preview",
  "gemini-2.0-flash",
  "gemma-3-1b-it",
  "x/y?z",
);

function outcomeOf<T>(run: () => T): T | PrysmError | UpstreamErrorEvent {
  try {
    return run();
  } catch (thrown) {
    if (thrown instanceof PrysmError || thrown instanceof UpstreamErrorEvent) return thrown;
    throw thrown;
  }
}

describe("gemini: whatever comes", () => {
  it("a chat request becomes an upstream request or a 4xx", () => {
    let accepted = 0;
    fc.assert(
      fc.property(chat, model, (json, name) => {
        if (outcomeOf(() => parseChatRequest(json)) instanceof PrysmError) return;
        const call = geminiCall(json as JsonObject, { model: name });
        const build = gemini.endpoints["chat.completions"]!.buildRequest;

        const outcome = outcomeOf(() => build(call, geminiUpstream()));

        if (outcome instanceof PrysmError) {
          expect(outcome.status).toBe(400);
          expect(outcome.param).not.toBeNull();
        } else if (!(outcome instanceof UpstreamErrorEvent)) {
          accepted += 1;
          const body = JSON.parse(outcome.body.toString());
          expect(body.contents.length).toBeGreaterThan(0);
          expect(body.contents.every(({ parts }: { parts: unknown[] }) => parts.length > 0)).toBe(
            true,
          );
        }
      }),
      { numRuns: 2_000 },
    );
    expect(accepted).toBeGreaterThan(20);
  });

  it("any embeddings request becomes an upstream request or a 4xx", () => {
    const json = near({
      input: fc.array(text),
      dimensions: fc.integer(),
      encoding_format: fc.constant("base64"),
    });
    fc.assert(
      fc.property(json, (body) => {
        const call = geminiCall(body as JsonObject, { api: "embeddings" });
        const { buildRequest } = gemini.endpoints.embeddings!;

        const outcome = outcomeOf(() => buildRequest(call, geminiUpstream()));

        expect(outcome instanceof PrysmError ? outcome.status : 400).toBe(400);
      }),
    );
  });

  const answerPart = near({
    text,
    thought: fc.boolean(),
    thoughtSignature: text,
    functionCall: near({ name: text, args: fc.object(), id: text }),
    inlineData: near({ mimeType: fc.constant("image/png"), data: text }),
  });
  const candidate = near({
    index: fc.nat(2),
    finishReason: fc.constantFrom("STOP", "SAFETY"),
    content: near({ parts: fc.array(answerPart, { maxLength: 3 }) }),
    logprobsResult: near({
      chosenCandidates: fc.array(anything),
      topCandidates: fc.array(anything),
    }),
  });
  const event = near({
    candidates: fc.array(candidate, { maxLength: 3 }),
    promptFeedback: near({ blockReason: text, blockReasonMessage: text }),
    usageMetadata: anything,
    responseId: text,
    modelVersion: text,
    error: near({ code: fc.integer(), status: text, message: text, details: fc.array(anything) }),
  });
  const data = fc.oneof(
    event.map((value) => JSON.stringify(value)),
    fc.string(),
    anything.map((value) => JSON.stringify(value)),
  );

  it("any events make chunks or one of the two errors", () => {
    fc.assert(
      fc.property(fc.array(data, { maxLength: 4 }), fc.boolean(), (events, include_usage) => {
        const reader = streamReader({ stream_options: { include_usage } });

        const outcome = outcomeOf(() => [
          ...events.flatMap((text) => reader.event({ event: "message", data: text, endOffset: 0 })),
          ...reader.end(),
        ]);

        if (!Array.isArray(outcome)) return;
        const finishes = outcome.flatMap((chunk) =>
          (chunk.choices as JsonObject[]).filter(({ finish_reason }) => finish_reason !== null),
        );
        const indexes = finishes.map(({ index }) => index);
        expect(new Set(indexes).size).toBe(indexes.length);
        expect(indexes.length).toBeGreaterThan(0);
      }),
      { numRuns: 1_000 },
    );
  });

  it("any body makes a completion or a 502, and any error body is read", () => {
    fc.assert(
      fc.property(fc.oneof(event, anything), fc.integer({ min: 400, max: 599 }), (body, status) => {
        const outcome = outcomeOf(() => streamReader().whole(body));

        expect(outcome instanceof PrysmError ? outcome.code : "bad_gateway").toBe("bad_gateway");
        gemini.readError(status, body);
        gemini.readModels(body);
        retryDelayMs(body);
      }),
      { numRuns: 1_000 },
    );
  });

  it("a stream says the same however its bytes are cut", () => {
    const events = [
      answer([{ text: "Grüße 🙂" }], null),
      answer([{ functionCall: { name: "f", args: { a: "é\n" } } }], null),
      answer([{ text: "", thoughtSignature: "c2ln" }]),
    ];
    const bytes = Buffer.from(sse(events));
    const whole = readStream(events);
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(readPieces([bytes.subarray(0, cut), bytes.subarray(cut)])).toEqual(whole);
    }
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 12 }), (cuts) => {
        const edges = [0, ...cuts, bytes.length].sort((a, b) => a - b);
        const pieces = edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));

        expect(readPieces(pieces)).toEqual(whole);
      }),
    );
  });
});
