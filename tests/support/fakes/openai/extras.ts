import { demand } from "../check";
import { SPEECH } from "../play";
import type { FakeRequest, WireAnswer } from "../wire";

/** The parts of OpenAI's API that the gateway does not look into. */
export function openAiExtras(request: FakeRequest): WireAnswer | null {
  const line = `${request.method} ${request.path}`;
  if (/^GET .*\/models$/.test(line)) return { kind: "json", body: models() };
  if (/^GET .*\/files$/.test(line)) {
    return { kind: "json", body: { object: "list", data: [], has_more: false } };
  }
  if (/^POST .*\/moderations$/.test(line)) {
    const results = [{ flagged: false, categories: {}, category_scores: {} }];
    return { kind: "json", body: { id: "modr-fake", model: request.json.model, results } };
  }
  if (/^POST .*\/audio\/speech$/.test(line)) {
    demand(typeof request.json.input === "string", "Missing 'input'.", "input");
    return { kind: "bytes", body: SPEECH, type: "audio/mpeg" };
  }
  return /^POST .*\/audio\/transcriptions$/.test(line) ? transcription(request) : null;
}

function transcription({ headers, body }: FakeRequest): WireAnswer {
  const boundary = /^multipart\/form-data; boundary=(.+)$/.exec(headers["content-type"] ?? "");
  demand(boundary, "Send multipart/form-data.");
  demand(body.includes(`--${boundary[1]}--`), "The form is cut.");
  demand(body.includes('name="model"') && body.includes(SPEECH), "Missing 'file' or 'model'.");
  return { kind: "json", body: { text: "Hello from the tape." } };
}

function models(): object {
  const ids = ["gpt-4.1-mini", "text-embedding-3-small"];
  const data = ids.map((id) => ({ id, object: "model", created: 1, owned_by: "system" }));
  return { object: "list", data };
}
