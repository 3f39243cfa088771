import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { messagesBridge } from "../../../../lib/bridges/messages/messages-bridge";
import { PrysmError } from "../../../../lib/errors";
import { parseChatRequest } from "../../../../lib/protocol/chat";
import type { JsonObject } from "../../../../lib/protocol/json";
import { parseMessagesRequest } from "../../../../lib/protocol/messages";
import { orRefusal } from "./or-refusal";

describe("any Messages request that is accepted", () => {
  const text = fc.constantFrom("", "Hello", "\n");
  const json = fc.jsonValue({ maxDepth: 2 });
  const image = fc.record({
    type: fc.constantFrom("image", "document"),
    source: fc.record({
      type: fc.constantFrom("base64", "url", "text", "content", "file"),
      media_type: fc.constantFrom("image/png", "image/bmp", "application/pdf"),
      data: text,
      url: text,
      content: fc.oneof(text, json),
    }),
  });
  const said = fc.record({ type: fc.constant("text"), text: fc.constantFrom("Hello", "Go on") });
  const junk = fc.oneof(
    image,
    fc.record({ type: fc.constantFrom("server_tool_use", "hologram", "search_result") }),
    fc.record({ type: fc.constant("tool_result"), tool_use_id: fc.constantFrom("0", "9") }),
    fc.dictionary(fc.string(), json),
  );
  const block = fc.oneof(
    { weight: 12, arbitrary: said },
    { weight: 1, arbitrary: fc.record({ type: fc.constant("text"), text }) },
    { weight: 1, arbitrary: junk },
  );
  const thought = fc.oneof(
    fc.record({ type: fc.constant("thinking"), thinking: text, signature: text }),
    fc.record({ type: fc.constant("redacted_thinking"), data: text }),
  );
  const result = fc.record(
    {
      content: fc.oneof(text, fc.array(fc.oneof(said, image), { maxLength: 2 })),
      is_error: fc.boolean(),
    },
    { requiredKeys: [] },
  );
  const call = fc.record({
    name: fc.oneof({ weight: 9, arbitrary: fc.constant("f") }, fc.constantFrom("no name", "")),
    input: fc.dictionary(fc.string(), json),
  });
  // What the assistant says and calls, and what the user answers.
  const exchange = fc
    .record({
      thoughts: fc.array(thought, { maxLength: 2 }),
      calls: fc.array(fc.tuple(call, result), { maxLength: 3 }),
      words: fc.array(block, { minLength: 1, maxLength: 3 }),
      isPlain: fc.boolean(),
    })
    .map(({ thoughts, calls, words, isPlain }) => [
      {
        role: "assistant",
        content: [
          ...thoughts,
          { type: "text", text: "Well." },
          ...calls.map(([fields], id) => ({ type: "tool_use", id: `${id}`, ...fields })),
        ],
      },
      {
        role: "user",
        content:
          isPlain && calls.length === 0
            ? "plain"
            : [
                ...calls.map(([, fields], id) => ({
                  type: "tool_result",
                  tool_use_id: `${id}`,
                  ...fields,
                })),
                ...words,
              ],
      },
    ]);
  const conversation = fc
    .array(exchange, { maxLength: 3 })
    .map((exchanges) => [{ role: "user", content: "Hi" }, ...exchanges.flat()]);
  const tool = fc.record({ name: fc.constantFrom("f", "g"), input_schema: fc.object() });
  const parameters = fc.record(
    {
      model: fc.constantFrom("gpt-4o", "x"),
      system: fc.oneof(text, fc.array(fc.record({ type: fc.constant("text"), text }))),
      stream: fc.boolean(),
      temperature: fc.double({ min: -0.1, max: 1.1, noNaN: true }),
      top_k: fc.nat(),
      stop_sequences: fc.array(text),
      metadata: fc.dictionary(fc.constantFrom("user_id", "x"), fc.string({ maxLength: 100 })),
      thinking: fc.record({
        type: fc.constantFrom("enabled", "adaptive", "disabled", "x"),
        budget_tokens: fc.integer({ min: 0, max: 50_000 }),
      }),
      tools: fc.uniqueArray(fc.oneof({ weight: 9, arbitrary: tool }, json), { maxLength: 2 }),
      tool_choice: fc.record({
        type: fc.constantFrom("auto", "any", "tool", "none", "x"),
        name: fc.constantFrom("f", "h"),
      }),
      output_config: fc.dictionary(fc.constantFrom("format", "effort"), json, { maxKeys: 1 }),
      "": json,
    },
    { requiredKeys: [] },
  );
  const request = fc
    .record({
      max_tokens: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1 }) }, fc.constant(0)),
      messages: conversation,
      few: fc.subarray(["model", "system", "stream", "metadata", "tools", "thinking", ""]),
      parameters,
      takesAll: fc.boolean(),
    })
    .map(({ few, parameters: all, takesAll, ...body }) => {
      const some = Object.entries(all).filter(([name]) => takesAll || few.includes(name));
      return { ...body, ...Object.fromEntries(some) };
    });

  it("becomes a chat request that is accepted, or a 4xx", () => {
    const runs = 1_000;
    let accepted = 0;
    fc.assert(
      fc.property(request, (body) => {
        const sent = JSON.parse(JSON.stringify(body)) as JsonObject;
        if (orRefusal(() => parseMessagesRequest(sent)) instanceof PrysmError) return;
        const bridged = orRefusal(() => messagesBridge.toChat(sent));
        if (bridged instanceof PrysmError) {
          expect(bridged.status).toBe(400);
          expect(bridged.param).not.toBeNull();
          return;
        }
        accepted += 1;
        expect(() => parseChatRequest({ model: "m", ...bridged.chat })).not.toThrow();
        expect(openCallsOf(bridged.chat.messages as JsonObject[])).toEqual([]);
        expect(bridged.droppedParams.join()).toMatch(/^[\w.,]*$/);
      }),
      { numRuns: runs },
    );
    expect(accepted).toBeGreaterThan(runs / 10);
  });

  it("is checked without any error but a 400", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (body, messages) => {
        const bodies = [body, { max_tokens: 1, messages }, { max_tokens: 1, messages: [messages] }];
        for (const sent of bodies) {
          const parsed = orRefusal(() => parseMessagesRequest(sent));
          if (parsed instanceof PrysmError) expect(parsed.status).toBe(400);
        }
      }),
    );
  });
});

/** The ids of calls without a `tool` message right behind them, and of such messages without a call. */
function openCallsOf(messages: JsonObject[]): unknown[] {
  let open: unknown[] = [];
  const wrong: unknown[] = [];
  for (const { role, tool_calls: calls, tool_call_id: id } of messages) {
    if (role === "tool") {
      if (!open.includes(id)) wrong.push(id);
      open = open.filter((other) => other !== id);
      continue;
    }
    wrong.push(...open);
    open = Array.isArray(calls) ? calls.map((call: JsonObject) => call.id) : [];
  }
  return [...wrong, ...open];
}
