import { isObject } from "../protocol/json";
import type { UpstreamAnswer } from "./attempt";
import { OwnChatReader } from "./read-own-chat";
import type { StreamRelay } from "./stream-relay";
import { Translation } from "./translation";
import { UntouchedStream } from "./untouched-stream";

const DONE = "data: [DONE]\n\n";

/** How the answer's shape becomes the client's; null when it has that shape already. */
export function translationOf(answer: UpstreamAnswer): Translation | null {
  const { target, prepared } = answer;
  const { route } = target;
  const reader = readerOf(answer);
  if (!reader && !prepared.bridged) return null;
  if (!reader && route.api !== "chat.completions") return null;
  return chatTranslation(answer);
}

/** For a chat answer that came whole where a stream was asked for, or the reverse. */
export function chatTranslation(answer: UpstreamAnswer): Translation {
  const { target, prepared } = answer;
  const provider = target.upstream.name;
  const { bridged, clientApi, providerCall } = prepared;
  const options = providerCall.json.stream_options;
  return new Translation({
    provider,
    reader: readerOf(answer) ?? new OwnChatReader(provider),
    bridged,
    terminator: clientApi.api === "chat.completions" || clientApi.api === "completions" ? DONE : "",
    hasOwnFailure: clientApi.api === "responses",
    // A bridge decides for itself what it tells of it.
    wantsUsage: bridged !== null || (isObject(options) && options.include_usage === true),
  });
}

export function streamRelayOf(answer: UpstreamAnswer): StreamRelay {
  const { target } = answer;
  const { route } = target;
  const translation = translationOf(answer);
  if (translation) return translation;
  return new UntouchedStream({
    provider: target.upstream.name,
    endOfStream: answer.prepared.clientApi.endOfStream,
    repair:
      (route.transport === "http" && route.endpoint.repairStream?.(answer.prepared.providerCall)) ||
      null,
  });
}

function readerOf({ target, prepared }: UpstreamAnswer) {
  const { route } = target;
  return route.transport === "http"
    ? (route.endpoint.readAnswer?.(prepared.providerCall) ?? null)
    : null;
}
