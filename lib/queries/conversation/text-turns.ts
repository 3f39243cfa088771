import { asList, asObject, asText } from "../../protocol/lenient-json";
import { inputTexts } from "./input-texts";
import type { Turn } from "./turn";

/** Completions: the prompts, then every choice's text. */
export function textTurns(request: unknown, response: unknown): Turn[] {
  const { prompt, suffix } = asObject(request);
  const end = asText(suffix);
  const choices = asList(asObject(response).choices).map((choice) => asText(asObject(choice).text));
  return [
    ...inputTexts(prompt).map((content) => ({ role: "prompt", content })),
    ...(end === null ? [] : [{ role: "suffix", content: end }]),
    ...choices.map((text) => ({ role: "completion", content: text ?? "" })),
  ];
}
