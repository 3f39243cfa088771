import { isObject, type JsonObject } from "../../protocol/json";

/** Google's documented stand-in for a signature that is not known: the check is skipped. */
export const SKIPPED_SIGNATURE = "skip_thought_signature_validator";

/** The signature in `extra_content.google.thought_signature`, where Google's own OpenAI layer puts it. */
export function signatureIn(owner: JsonObject): string | null {
  const extra = owner.extra_content;
  const google = isObject(extra) ? extra.google : undefined;
  const signature = isObject(google) ? google.thought_signature : undefined;
  return typeof signature === "string" && signature !== "" ? signature : null;
}

/** The `extra_content` that carries the signature of a part of Gemini's; no field where it has none. */
export function extraContent(part: JsonObject): { extra_content?: JsonObject } {
  const signature = part.thoughtSignature;
  if (typeof signature !== "string" || signature === "") return {};
  return { extra_content: { google: { thought_signature: signature } } };
}
