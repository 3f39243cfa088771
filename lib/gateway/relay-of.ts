import { isObject } from "../protocol/json";
import type { UpstreamAnswer } from "./attempt";
import type { ClientApi } from "./client-api";
import { OwnChatReader } from "./read-own-chat";
import type { StreamRelay } from "./stream-relay";
import { Translation } from "./translation";
import { UntouchedStream } from "./untouched-stream";

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
  const options = prepared.providerCall.json.stream_options;
  return new Translation({
    provider,
    reader: readerOf(answer) ?? new OwnChatReader(provider),
    bridged: prepared.bridged,
    wantsUsage: isObject(options) && options.include_usage === true,
  });
}

export function streamRelayOf(answer: UpstreamAnswer, clientApi: ClientApi): StreamRelay {
  const { target } = answer;
  const { route } = target;
  const translation = translationOf(answer);
  if (translation) return translation;
  return new UntouchedStream({
    provider: target.upstream.name,
    endOfStream: clientApi.endOfStream,
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
