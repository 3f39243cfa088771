import { describe, expect, it } from "vitest";
import { parseCallContext } from "../../../lib/protocol/call-context";

describe("parseCallContext", () => {
  it("reads user, session, run and metadata", () => {
    const context = parseCallContext({
      "x-prysm-user-id": "u1",
      "x-prysm-session-id": "s1",
      "x-prysm-trace-id": "r1",
      "x-prysm-metadata": '{"plan":"pro","n":1}',
      "x-prysm-tags": "a, b,,a",
    });

    expect(context).toMatchObject({
      endUserId: "u1",
      sessionId: "s1",
      runId: "r1",
      metadata: { plan: "pro", n: 1 },
      tags: ["a", "b"],
      warnings: [],
    });
  });

  it("takes metadata as k=v pairs too", () => {
    expect(parseCallContext({ "x-prysm-metadata": "env=prod, tier=2" }).metadata).toEqual({
      env: "prod",
      tier: "2",
    });
  });

  it("keeps metadata it cannot read, with a warning", () => {
    const context = parseCallContext({ "x-prysm-metadata": "{broken" });

    expect(context.metadata).toEqual({ _raw: "{broken" });
    expect(context.warnings).toHaveLength(1);
  });

  it("prefers the canonical name to an alias, and takes the alias alone", () => {
    expect(parseCallContext({ "x-prysm-user-id": "a", "x-prism-user-id": "b" }).endUserId).toBe(
      "a",
    );
    expect(parseCallContext({ "x-prism-user-id": "b" }).endUserId).toBe("b");
    expect(parseCallContext({ "x-llmobserve-customer-id": "c" }).endUserId).toBe("c");
  });

  it("takes an empty header for an absent one", () => {
    expect(parseCallContext({ "x-prysm-user-id": "", "x-prysm-session-id": " " })).toMatchObject({
      endUserId: null,
      sessionId: null,
    });
  });

  it("reads UTF-8 that arrived as latin1", () => {
    const asSent = Buffer.from("Zoë 漢字", "utf8").toString("latin1");

    expect(parseCallContext({ "x-prysm-user-id": asSent }).endUserId).toBe("Zoë 漢字");
  });

  it("ignores an over-long value and says so", () => {
    const context = parseCallContext({ "x-prysm-user-id": "x".repeat(257) });

    expect(context.endUserId).toBeNull();
    expect(context.warnings[0]).toContain("x-prysm-user-id");
  });

  it("adopts a W3C traceparent as run and parent span", () => {
    const traceparent = `00-${"a".repeat(32)}-${"b".repeat(16)}-01`;

    expect(parseCallContext({ traceparent })).toMatchObject({
      runId: "a".repeat(32),
      parentSpanId: "b".repeat(16),
    });
  });

  it("merges property headers into the metadata", () => {
    const context = parseCallContext({
      "x-prysm-metadata": '{"a":1}',
      "x-prysm-property-feature": "search",
      "x-prism-property-team": "core",
    });

    expect(context.metadata).toEqual({ a: 1, feature: "search", team: "core" });
  });

  it.each([
    ["2500", 2_500],
    ["500ms", 500],
    ["30s", 30_000],
    ["2m", 120_000],
  ])("reads the timeout %s", (value, expected) => {
    expect(parseCallContext({ "x-prysm-request-timeout": value }).requestTimeoutMs).toBe(expected);
  });

  it.each(["soon", "-5", "0", "1.5s"])("ignores the timeout %s with a warning", (value) => {
    const context = parseCallContext({ "x-prysm-request-timeout": value });

    expect(context.requestTimeoutMs).toBeNull();
    expect(context.warnings).toHaveLength(1);
  });
});
