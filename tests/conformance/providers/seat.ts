import { newId } from "../../../lib/ids";
import { isObject, type JsonObject } from "../../../lib/protocol/json";
import { SseParser } from "../../../lib/protocol/sse";
import type { Provider } from "../../../lib/providers/provider";
import { FAKES } from "../../support/fakes/fakes";
import type { HttpFake } from "../../support/fakes/http-fake";
import { TEXT } from "../../support/fakes/play";
import type { Instance } from "./instance";

/** Where a test sits: in front of one mount, and asking one provider. */
export class Seat {
  readonly provider: Provider;
  readonly instance: Instance;
  readonly host: string;

  constructor(provider: Provider, instance: Instance, host: string) {
    this.provider = provider;
    this.instance = instance;
    this.host = host;
  }

  get model(): string {
    return this.provider.transport === "local" ? "echo-v1" : FAKES[this.provider.wire].model;
  }

  get reportedModel(): string {
    return this.provider.transport === "local"
      ? "echo-v1"
      : FAKES[this.provider.wire].reportedModel;
  }

  get embeddingModel(): string {
    return this.provider.transport === "local"
      ? "echo-v1"
      : FAKES[this.provider.wire].embeddingModel;
  }

  /** The fake behind the provider. */
  get fake(): HttpFake {
    if (this.provider.transport === "local") throw new Error("Nothing is behind this provider.");
    return this.instance.fakes[this.provider.wire];
  }

  /** What the provider answers to a text without directions. */
  plainAnswer(prompt: string): string {
    return this.provider.transport === "local" ? `[ECHO] Received: ${prompt}` : TEXT;
  }

  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`${this.host}/api/v1${path}`, {
      ...init,
      headers: {
        authorization: `Bearer ${this.instance.key}`,
        "x-prysm-provider": this.provider.id,
        ...init.headers,
      },
    });
  }

  post(path: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
    return this.fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ model: this.model, ...body }),
    });
  }

  /** A chat in one user message. */
  chat(content: string, body: object = {}, headers: Record<string, string> = {}) {
    return this.post(
      "/chat/completions",
      { messages: [{ role: "user", content }], ...body },
      headers,
    );
  }

  /** A streamed chat, read to its end. */
  async stream(content: string, body: object = {}, headers: Record<string, string> = {}) {
    const options = { stream: true, stream_options: { include_usage: true } };
    const response = await this.chat(content, { ...options, ...body }, headers);
    return { response, ...foldChat(await readEvents(response)) };
  }

  /** The trace of a call that `send` makes under a run of its own. */
  async traceOf(send: (headers: Record<string, string>) => Promise<unknown>) {
    const run = newId();
    await send({ "x-prysm-trace-id": run });
    return await this.instance.onlyTrace(this.host, run);
  }
}

export interface ReadEvent {
  name: string;
  data: JsonObject;
}

/** The events of a stream; the data of `[DONE]` is empty. */
export async function readEvents(response: Response): Promise<ReadEvent[]> {
  const parser = new SseParser();
  const bytes = Buffer.from(await response.arrayBuffer());
  return [...parser.push(bytes), ...parser.end()].map(({ event, data }) => {
    if (data === "[DONE]") return { name: "[DONE]", data: {} };
    const parsed: unknown = JSON.parse(data);
    if (!isObject(parsed)) throw new Error(`No object: ${data}`);
    return { name: event ?? "", data: parsed };
  });
}

interface ToolCallDelta {
  index: number;
  id?: string;
  function: { name?: string; arguments?: string };
}

interface Delta {
  content?: string | null;
  reasoning_content?: string;
  tool_calls?: ToolCallDelta[];
}

/** What a client makes of the chunks of a chat. */
export function foldChat(events: readonly ReadEvent[]) {
  const chunks = events.filter(({ name }) => name !== "[DONE]").map(({ data }) => data);
  const choices = chunks.flatMap(
    ({ choices: some }) =>
      (some ?? []) as { index: number; delta: Delta; finish_reason: string | null }[],
  );
  const calls: { id: string; name: string; arguments: string }[] = [];
  for (const delta of choices.flatMap(({ delta: one }) => one.tool_calls ?? [])) {
    calls[delta.index] ??= { id: delta.id ?? "", name: delta.function.name ?? "", arguments: "" };
    const call = calls[delta.index] as { arguments: string };
    call.arguments += delta.function.arguments ?? "";
  }
  return {
    chunks,
    text: choices.map(({ delta }) => delta.content ?? "").join(""),
    reasoning: choices.map(({ delta }) => delta.reasoning_content ?? "").join(""),
    calls,
    reasons: choices.flatMap(({ finish_reason: reason }) => reason ?? []),
    usages: chunks.flatMap(({ usage }) => (isObject(usage) ? [usage] : [])),
    models: [...new Set(chunks.filter(({ error }) => !error).map(({ model }) => model))],
    ids: new Set(chunks.filter(({ error }) => !error).map(({ id }) => id)),
    errors: chunks.flatMap(({ error }) => (isObject(error) ? [error] : [])),
    isDone: events.at(-1)?.name === "[DONE]",
  };
}
