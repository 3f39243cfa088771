import { type JsonObject, parseJson } from "../../../../lib/protocol/json";
import { demand, objectsIn } from "../check";

/** What a service that speaks OpenAI's API does otherwise. */
export interface Service {
  /** The last chunk of every stream has the usage, asked for or not. */
  tellsUsage?: true;
  /** Every tool call comes in one chunk, which does not say its index. */
  hidesIndex?: true;
  /** The first chunk tells of the prompt's filter, and has no choices. */
  filtersPrompt?: true;
  /** Embeddings are floats, whatever was asked for. */
  hasNoBase64?: true;
  /** What the id of a tool call must look like. */
  toolCallId?: RegExp;
  /** Parameters it answers with a 422. */
  refuses?: readonly string[];
}

const SERVICES: Readonly<Record<string, Service>> = {
  "azure-openai": { filtersPrompt: true },
  mistral: {
    tellsUsage: true,
    toolCallId: /^[a-zA-Z0-9]{9}$/,
    refuses: ["stream_options", "max_completion_tokens", "store", "logit_bias"],
  },
  ollama: { hidesIndex: true },
  together: { hasNoBase64: true },
  deepinfra: { hasNoBase64: true },
};

const OPENAI: Service = {};

export function serviceOf(name: string): Service {
  return SERVICES[name] ?? OPENAI;
}

export function requireOfService(json: JsonObject, { refuses, toolCallId }: Service): void {
  const refused = refuses?.find((name) => json[name] !== undefined);
  demand(refused === undefined, `Extra inputs are not permitted: ${refused}`);
  if (!toolCallId) return;
  for (const { tool_calls, tool_call_id } of objectsIn(json.messages)) {
    const ids = [...objectsIn(tool_calls).map(({ id }) => id), tool_call_id ?? []].flat();
    const wrong = ids.find((id) => !toolCallId.test(String(id)));
    demand(wrong === undefined, `Tool call id was ${wrong} but must be a-z, A-Z, 0-9, length 9.`);
  }
}

/** Makes the chunks of a chat what this service would send instead. */
export function inManner(chunks: JsonObject[], usage: object, service: Service): JsonObject[] {
  const [first, last] = [chunks[0], chunks.at(-1)];
  if (service.tellsUsage && last) last.usage = usage;
  if (service.filtersPrompt && first) {
    return [{ ...first, choices: [], prompt_filter_results: [] }, ...chunks];
  }
  return service.hidesIndex ? withoutIndex(chunks) : chunks;
}

function withoutIndex(chunks: JsonObject[]): JsonObject[] {
  const whole: JsonObject[] = [];
  return chunks.filter((chunk) => {
    const [choice] = objectsIn(chunk.choices);
    const delta = choice?.delta as { tool_calls?: Fragment[] } | undefined;
    const [fragment] = delta?.tool_calls ?? [];
    if (!fragment || !delta) return true;
    const { index, id, ...rest } = fragment;
    if (id !== undefined) {
      whole[index] = rest.function;
      delta.tool_calls = [{ id, ...rest } as unknown as Fragment];
      return true;
    }
    const known = whole[index] as { arguments: string };
    known.arguments += rest.function.arguments;
    return parseJson(known.arguments) === null;
  });
}

interface Fragment {
  index: number;
  id?: string;
  function: { arguments: string };
}
