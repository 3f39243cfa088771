import type { Bridge } from "../bridges/bridge";
import { completionsBridge } from "../bridges/completions/completions-bridge";
import { messagesBridge } from "../bridges/messages/messages-bridge";
import { responsesBridge } from "../bridges/responses/responses-bridge";
import type { Api } from "../protocol/api";
import { parseChatRequest } from "../protocol/chat";
import { parseCompletionsRequest } from "../protocol/completions";
import { parseEmbeddingsRequest } from "../protocol/embeddings";
import { isObject } from "../protocol/json";
import { parseMessagesRequest } from "../protocol/messages";
import { parseResponsesRequest } from "../protocol/responses";

/** What every API's body says in some way. */
export interface CallFacts {
  model: string | null;
  stream: boolean;
  user: string | null;
}

/** One API that clients call. */
export interface ClientApi {
  api: Api;
  /** Checks the body's shape; throws the 400 that names what is wrong. */
  parse(body: unknown): CallFacts;
  /** How it is served where the upstream has only Chat Completions; null when that is impossible. */
  bridge: Bridge | null;
  /**
   * Stands in the last bytes of a stream that is whole, or that ended in an error the client was told;
   * null where nothing marks the end.
   */
  endOfStream: RegExp | null;
}

/**
 * As a line of its own, since a model may write the word, or an error as the last event. A server that
 * only sends finish reasons gets its `[DONE]` from the repair, once every choice has one.
 */
const DONE = /(?:^|[\r\n])data:\s*\[DONE\]|^data:\s*\{[^{}]{0,200}"error"\s*:\s*(?:\{|"[^"])/;

const chat: ClientApi = {
  api: "chat.completions",
  parse: parseChatRequest,
  bridge: null,
  endOfStream: DONE,
};

const completions: ClientApi = {
  api: "completions",
  parse: parseCompletionsRequest,
  bridge: completionsBridge,
  endOfStream: DONE,
};

const embeddings: ClientApi = {
  api: "embeddings",
  parse: parseEmbeddingsRequest,
  bridge: null,
  endOfStream: null,
};

const responses: ClientApi = {
  api: "responses",
  parse: parseResponsesRequest,
  bridge: responsesBridge,
  endOfStream: /"type"\s*:\s*"(response\.(completed|incomplete|failed)|error)"/,
};

const messages: ClientApi = {
  api: "messages",
  parse: parseMessagesRequest,
  bridge: messagesBridge,
  endOfStream: /"type"\s*:\s*"(message_stop|error)"/,
};

const countTokens: ClientApi = {
  api: "messages.count_tokens",
  // A count needs no limit for an answer.
  parse: (body) => parseMessagesRequest(isObject(body) ? { max_tokens: 1, ...body } : body),
  bridge: null,
  endOfStream: null,
};

/** The APIs by the path they have below a mount. */
export const CLIENT_APIS: Readonly<Record<string, ClientApi>> = {
  "/chat/completions": chat,
  "/completions": completions,
  "/embeddings": embeddings,
  "/responses": responses,
  "/messages": messages,
  "/messages/count_tokens": countTokens,
};

/** Any other path: the upstream's own business. */
export const PASSTHROUGH: ClientApi = {
  api: "passthrough",
  parse: (body) => {
    const { model, stream, user } = isObject(body) ? body : {};
    return {
      model: typeof model === "string" && model !== "" ? model.slice(0, 256) : null,
      stream: stream === true,
      user: typeof user === "string" ? user : null,
    };
  },
  bridge: null,
  endOfStream: null,
};
