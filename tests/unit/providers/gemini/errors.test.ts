import { describe, expect, it } from "vitest";
import { gemini } from "../../../../lib/providers/gemini";
import { retryDelayMs } from "../../../../lib/providers/gemini/retry-delay";

const error = (status: string, code: number, message = "Sorry.", details: unknown = []) => ({
  error: { code, message, status, details },
});

describe("gemini: errors", () => {
  it.each([
    ["INVALID_ARGUMENT", 400, "invalid_request_error", null],
    ["FAILED_PRECONDITION", 400, "invalid_request_error", "failed_precondition"],
    ["UNAUTHENTICATED", 401, "authentication_error", "invalid_api_key"],
    ["PERMISSION_DENIED", 403, "permission_error", "permission_denied"],
    ["NOT_FOUND", 404, "not_found_error", "not_found"],
    ["RESOURCE_EXHAUSTED", 429, "rate_limit_error", "rate_limit_exceeded"],
    ["INTERNAL", 500, "server_error", "internal_error"],
    ["UNAVAILABLE", 503, "server_error", "overloaded"],
    ["DEADLINE_EXCEEDED", 504, "timeout_error", "timeout"],
  ])("gemini case 97: %s in OpenAI's words", (status, code, type, name) => {
    const info = { message: "Sorry.", type, code: name, param: null };

    expect(gemini.readError(code, error(status, code))).toEqual(info);
    expect(gemini.readError(code, [error(status, code)])).toEqual(info);
  });

  it("gemini case 97: without a status name the HTTP status tells", () => {
    const read = (code: number) => gemini.readError(code, { error: { code, message: "Sorry." } });

    expect(read(400)).toMatchObject({ type: "invalid_request_error", code: null });
    expect(read(429)).toMatchObject({ type: "rate_limit_error", code: "rate_limit_exceeded" });
    expect(read(500)).toMatchObject({ type: "server_error", code: "internal_error" });
  });

  it.each([
    [418, "invalid_request_error"],
    [529, "server_error"],
  ])("gemini case 97: an unknown error keeps to its HTTP status %i", (status, type) => {
    expect(gemini.readError(status, error("NOVELTY", status))).toMatchObject({ type, code: null });
  });

  it("gemini case 97: a model that does not exist has its own code", () => {
    const body = error("NOT_FOUND", 404, "models/gemini-9 is not found for API version v1beta");

    expect(gemini.readError(404, body)).toMatchObject({ code: "model_not_found" });
  });

  it("gemini case 99: a prompt that is too long has its own code", () => {
    const message =
      "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).";

    expect(gemini.readError(400, error("INVALID_ARGUMENT", 400, message))).toMatchObject({
      code: "context_length_exceeded",
    });
  });

  it("gemini case 102: a wrong key of the provider's, a 400 at Google, is not the client's", () => {
    const details = [
      { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "API_KEY_INVALID" },
    ];
    const body = error("INVALID_ARGUMENT", 400, "API key not valid.", details);

    expect(gemini.readError(400, body)).toEqual({
      message: "API key not valid.",
      type: "authentication_error",
      code: "provider_auth_error",
      param: null,
    });
  });

  it.each([undefined, null, "<html>", [], [1], {}, { error: "text" }, { error: null }])(
    "gemini case 103: %j is no error of Google's",
    (body) => {
      expect(gemini.readError(500, body)).toBeNull();
      expect(retryDelayMs(body)).toBeNull();
    },
  );

  it("gemini case 103: a message is never empty and never endless", () => {
    expect(gemini.readError(500, { error: {} })?.message).not.toBe("");
    expect(gemini.readError(500, error("INTERNAL", 500, "x".repeat(9_999)))?.message).toHaveLength(
      4_096,
    );
  });

  it.each([
    ["34.074824224s", 34_075],
    ["3s", 3_000],
    ["0s", 0],
    ["soon", null],
    ["-3s", null],
    [3, null],
  ])("gemini case 98: a retry delay of %j", (retryDelay, expected) => {
    const details = [
      { "@type": "type.googleapis.com/google.rpc.Help" },
      { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay },
    ];
    const body = error("RESOURCE_EXHAUSTED", 429, "Slow down.", details);

    expect(retryDelayMs(body)).toBe(expected);
    expect(retryDelayMs([body])).toBe(expected);
  });

  it("gemini case 98: without a retry delay there is none", () => {
    expect(retryDelayMs(error("RESOURCE_EXHAUSTED", 429))).toBeNull();
  });
});
