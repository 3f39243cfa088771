import type { JsonObject } from "../../protocol/json";
import type { AnswerReader, ProviderCall } from "../provider";
import { answerContext } from "./answer-context";
import { messageToCompletion, requireMessage } from "./message-to-completion";
import { StreamToChunks } from "./stream-to-chunks";
import { mergeUsage } from "./usage";

/** Reads Anthropic's answer to a chat completion, whole or streamed. */
export function readChatAnswer(call: ProviderCall): AnswerReader {
  const context = answerContext(call);
  const stream = new StreamToChunks(context);
  let usage: JsonObject | null = null;
  return {
    whole(body) {
      const message = requireMessage(body);
      usage = mergeUsage(null, message.usage);
      return messageToCompletion(message, context);
    },
    event: (event) => stream.event(event),
    end: () => stream.end(),
    isDone: () => stream.isFinished,
    usage: () => usage ?? stream.usage(),
  };
}
