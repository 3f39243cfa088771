import type { Api } from "../protocol/api";
import { ChatAssembler } from "../protocol/assemble-chat";
import { MessageAssembler } from "../protocol/assemble-message";
import { ResponseAssembler } from "../protocol/assemble-response";
import { TextCompletionAssembler } from "../protocol/assemble-text-completion";
import { type JsonObject, parseJson } from "../protocol/json";
import { asObject } from "../protocol/lenient-json";
import type { AnswerFacts } from "./answer-facts";
import { readChatCompletion } from "./read-chat-completion";
import { readMessage } from "./read-message";
import { readPlainAnswer } from "./read-plain-answer";
import { readResponse } from "./read-response";
import { readTextCompletion } from "./read-text-completion";

/** How the answers of one API are read. */
export interface AnswerShape {
  read(body: JsonObject): AnswerFacts;
  /** Makes one for each stream. */
  assembler(): StreamAssembler;
  /** A stream has a non-streaming shape, which is kept beside its bytes. */
  isAssembled: boolean;
}

export interface StreamAssembler {
  /** Takes the data of one event; says whether it carried content a reader waits for. */
  take(data: string): boolean;
  finish(): { body: JsonObject | null; error: JsonObject | null };
}

const SHAPES: Readonly<Record<Api, AnswerShape>> = {
  "chat.completions": {
    read: readChatCompletion,
    assembler: () => withBody(new ChatAssembler(), ({ completion }) => completion),
    isAssembled: true,
  },
  completions: {
    read: readTextCompletion,
    assembler: () => withBody(new TextCompletionAssembler(), ({ completion }) => completion),
    isAssembled: true,
  },
  responses: {
    read: readResponse,
    assembler: () => withBody(new ResponseAssembler(), ({ response }) => response),
    isAssembled: true,
  },
  messages: {
    read: readMessage,
    assembler: () => withBody(new MessageAssembler(), ({ message }) => message),
    isAssembled: true,
  },
  "messages.count_tokens": plain(),
  embeddings: plain(),
  passthrough: plain(),
};

/** `endpoint` as a trace names it; paths the gateway only passes through have any name. */
export function answerShapeOf(endpoint: string): AnswerShape {
  return isApi(endpoint) ? SHAPES[endpoint] : SHAPES.passthrough;
}

/** Whether the gateway knows the API; it only passes on what lies at any other path. */
export function isApi(endpoint: string): endpoint is Api {
  return Object.hasOwn(SHAPES, endpoint);
}

function withBody<T extends { error: JsonObject | null }>(
  assembler: { take(data: string): boolean; finish(): T },
  bodyOf: (assembled: T) => JsonObject | null,
): StreamAssembler {
  return {
    take: (data) => assembler.take(data),
    finish: () => {
      const assembled = assembler.finish();
      return { body: bodyOf(assembled), error: assembled.error };
    },
  };
}

function plain(): AnswerShape {
  return { read: readPlainAnswer, assembler: lastWords, isAssembled: false };
}

/** Of a stream nobody knows: what its events said last of the model, the usage and an error. */
function lastWords(): StreamAssembler {
  const body: JsonObject = {};
  return {
    take: (data) => {
      const { model, modelVersion, usage, usageMetadata, error } = asObject(parseJson(data));
      Object.assign(body, model && { model }, modelVersion && { modelVersion }, error && { error });
      Object.assign(body, usage && { usage }, usageMetadata && { usageMetadata });
      return false;
    },
    finish: () => ({ body, error: null }),
  };
}
