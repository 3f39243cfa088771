import { describe, expect, it } from "vitest";
import { gemini } from "../../../../lib/providers/gemini";
import { geminiCall, geminiUpstream } from "../../../fixtures/gemini/gemini-call";

const ROOT = "https://generativelanguage.googleapis.com";

function pass(path: string, baseUrl = ROOT, method = "POST") {
  const raw = { method, path, contentType: "application/json" };
  const call = geminiCall({}, { api: "passthrough", raw, body: Buffer.from("{ }") });
  return gemini.endpoints.passthrough!.buildRequest(call, geminiUpstream({ baseUrl }));
}

describe("gemini: Google's own API", () => {
  it.each([
    ["/v1beta/models/m:generateContent", ROOT, `${ROOT}/v1beta/models/m:generateContent`],
    ["/models/m:countTokens", ROOT, `${ROOT}/v1beta/models/m:countTokens`],
    ["/v1alpha/models?pageSize=5", ROOT, `${ROOT}/v1alpha/models?pageSize=5`],
    ["/upload/v1beta/files", ROOT, `${ROOT}/upload/v1beta/files`],
    ["/v1beta/models", `${ROOT}/v1beta`, `${ROOT}/v1beta/models`],
    [
      "/models/m:streamGenerateContent?alt=sse&key=sk-prysm",
      ROOT,
      `${ROOT}/v1beta/models/m:streamGenerateContent?alt=sse`,
    ],
    ["/models?KEY=sk&%6bey=sk&access_token=t", ROOT, `${ROOT}/v1beta/models`],
  ])("passes %s on, without a key in it", (path, baseUrl, url) => {
    expect(pass(path, baseUrl).url).toBe(url);
  });

  it("passes method, body and type on word for word", () => {
    const request = pass("/cachedContents/1", ROOT, "PATCH");

    expect(request).toMatchObject({ method: "PATCH", droppedParams: [], warnings: [] });
    expect(request.body.toString()).toBe("{ }");
    expect(request.headers).toMatchObject({
      "content-type": "application/json",
      "x-goog-api-key": "AIza-secret",
    });
    expect(gemini.endpoints.passthrough).not.toHaveProperty("readAnswer");
  });

  it.each(["@evil.example/", "", "/v1beta/../../x", "/a/%2E%2e/b", "/a\\..\\b", "/.."])(
    "refuses the path %j, which could leave the API",
    (path) => {
      expect(() => pass(path)).toThrowError(expect.objectContaining({ status: 400 }));
    },
  );

  it("lists the models that chat or embed", () => {
    const request = gemini.buildModelsRequest(geminiUpstream());

    expect(request).toMatchObject({ method: "GET", url: `${ROOT}/v1beta/models?pageSize=1000` });
    expect(
      gemini.readModels({
        models: [
          { name: "models/gemini-2.5-flash", supportedGenerationMethods: ["generateContent"] },
          { name: "models/gemini-embedding-001", supportedGenerationMethods: ["embedContent"] },
          { name: "models/imagen-4", supportedGenerationMethods: ["predict"] },
          { name: "tunedModels/mine" },
          { name: 1 },
          null,
        ],
      }),
    ).toEqual(["gemini-2.5-flash", "gemini-embedding-001", "tunedModels/mine"]);
    expect([undefined, null, [], {}, { models: 1 }].map(gemini.readModels)).toEqual([
      [],
      [],
      [],
      [],
      [],
    ]);
  });

  it.each([
    ["gemini-2.5-flash", true],
    ["models/gemini-3-pro-preview", true],
    ["gemma-3-27b-it", true],
    ["learnlm-2.0-flash", true],
    ["gpt-5", false],
    ["my-gemini-2", false],
  ])("says whether %s is of its family", (model, isOfFamily) => {
    expect(gemini.modelFamily?.test(model)).toBe(isOfFamily);
  });
});
