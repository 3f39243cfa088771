import { expect, test } from "vitest";
import { toTraceObject, toWholeTraceObject } from "../../../lib/protocol/trace-object";
import { aTrace, someBodies } from "../../support/a-trace";

const PROJECT_ID = "01900000-0000-7000-8000-000000000001";

test("every field of the contract is there, in snake_case", () => {
  const object = toTraceObject(
    aTrace(PROJECT_ID, {
      costPicoUsd: 450_000_000n,
      endUserId: "u-1",
      metadata: { plan: "pro", seats: 3 },
      attempts: [
        {
          provider: "echo",
          model: "echo",
          startedAt: "2026-01-01T00:00:00.000Z",
          httpStatus: 200,
          error: null,
          latencyMs: 10,
        },
      ],
    }),
  );
  expect(Object.keys(object)).toEqual(
    (
      "id object run_id span_id parent_span_id kind created_at endpoint status http_status error " +
      "provider model_requested model stream latency_ms ttft_ms upstream_ms overhead_ms usage " +
      "cost_usd cost user_id session_id metadata tags key_id attempts finish_reason tool_calls preview"
    ).split(" "),
  );
  expect(object).toMatchObject({
    object: "trace",
    cost_usd: "0.00045",
    user_id: "u-1",
    metadata: { plan: "pro", seats: 3 },
    usage: { prompt_tokens: 3, cached_tokens: null, estimated: false },
    attempts: [{ started_at: "2026-01-01T00:00:00.000Z", http_status: 200, latency_ms: 10 }],
  });
  expect(object.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});

test("an unknown price is null, not zero", () => {
  expect(toTraceObject(aTrace(PROJECT_ID))).toMatchObject({ cost_usd: null, cost: null });
});

test("a cost explains itself, line by line", () => {
  const line = { unit: "text_in", quantity: 3, priceUsdPerMillion: "2.5", costUsd: "0.0000075" };
  const price = { source: "genai-prices/openai", model: "gpt-4o", effectiveFrom: "2026-01-02" };
  const cost = { lines: [line], price };
  expect(toTraceObject(aTrace(PROJECT_ID, { costPicoUsd: 7_500_000n, cost }))).toMatchObject({
    cost_usd: "0.0000075",
    cost: {
      lines: [
        { unit: "text_in", quantity: 3, price_usd_per_million: "2.5", cost_usd: "0.0000075" },
      ],
      price: { source: "genai-prices/openai", model: "gpt-4o", effective_from: "2026-01-02" },
    },
  });
});

test("bodies are JSON where they are JSON, else text, else null", () => {
  const whole = (request: Buffer | null) =>
    toWholeTraceObject({ ...aTrace(PROJECT_ID), bodies: someBodies({ request }) }).request;
  expect(whole(Buffer.from('{"a":[1]}'))).toEqual({ a: [1] });
  expect(whole(Buffer.from("{broken"))).toBe("{broken");
  expect(whole(Buffer.from([0x61, 0xff]))).toBe("a\ufffd");
  expect(whole(null)).toBeNull();
  expect(toWholeTraceObject({ ...aTrace(PROJECT_ID), bodies: null }).response).toBeNull();
});
