import type { BridgedAnswer } from "../bridges/bridge";
import { PrysmError } from "../errors";
import { ChatAssembler } from "../protocol/assemble-chat";
import type { ErrorFacts } from "../protocol/error-body";
import type { JsonObject } from "../protocol/json";
import { parseJson } from "../protocol/json";
import { SseParser } from "../protocol/sse";
import type { StreamEvent } from "../protocol/stream-event";
import type { AnswerReader } from "../providers/provider";
import { chunksOfCompletion } from "./chunks-of-completion";

export interface TranslationOptions {
  provider: string;
  reader: AnswerReader;
  bridged: BridgedAnswer | null;
  /** Stands behind the last event of a whole stream. */
  terminator: string;
  /** The API says errors in an event that the bridge makes. */
  hasOwnFailure: boolean;
  /** The client asked a chat stream for its usage. */
  wantsUsage: boolean;
}

/**
 * One answer on its way from the upstream's shape to the client's: bytes in, bytes out, whole or as a
 * stream. Holds no more of a stream than its current event.
 */
export class Translation {
  readonly #options: TranslationOptions;
  readonly #parser = new SseParser(undefined, true);
  #failure: unknown = null;

  constructor(options: TranslationOptions) {
    this.#options = options;
  }

  whole(body: Buffer): Buffer {
    return toJson(this.#toClient(this.#readWhole(body)));
  }

  /** A whole answer where a stream was asked for. */
  wholeAsStream(body: Buffer): Buffer {
    const chunks = chunksOfCompletion(this.#readWhole(body), this.#options.wantsUsage);
    return Buffer.from(chunks.map((chunk) => this.#frame(chunk)).join("") + this.#ending());
  }

  /** A stream where a whole answer was asked for. */
  streamAsWhole(body: Buffer): Buffer {
    const { reader, provider } = this.#options;
    const assembler = new ChatAssembler();
    const events = [...this.#parser.push(body), ...this.#parser.end()];
    const chunks = [...events.flatMap((event) => reader.event(event)), ...reader.end()];
    for (const chunk of chunks) assembler.takeChunk(chunk);
    const { completion } = assembler.finish();
    if (completion) return toJson(this.#toClient(completion));
    throw new PrysmError("bad_gateway", `The provider "${provider}" sent an empty stream.`);
  }

  /** What the next bytes of the upstream's stream make. An error in them is kept for `throwFailure`. */
  push(bytes: Buffer): Buffer {
    let text = "";
    try {
      for (const event of this.#parser.push(bytes)) {
        for (const chunk of this.#options.reader.event(event)) text += this.#frame(chunk);
      }
    } catch (thrown) {
      this.#failure = thrown;
    }
    return Buffer.from(text);
  }

  /** What the end of the upstream's stream makes; the same for errors. */
  end(): Buffer {
    let text = "";
    try {
      const { reader } = this.#options;
      for (const event of this.#parser.end()) {
        for (const chunk of reader.event(event)) text += this.#frame(chunk);
      }
      for (const chunk of reader.end()) text += this.#frame(chunk);
      text += this.#ending();
    } catch (thrown) {
      this.#failure = thrown;
    }
    return Buffer.from(text);
  }

  isWhole(): boolean {
    return this.#options.reader.isDone?.() === true;
  }

  /** Call it when what came before the error has been sent. */
  throwFailure(): void {
    if (this.#failure !== null) throw this.#failure;
  }

  failure(error: ErrorFacts): Buffer | null {
    const { bridged, hasOwnFailure } = this.#options;
    if (!bridged || !hasOwnFailure) return null;
    const { message, type, code, param } = error;
    return Buffer.from(
      bridged.chunk({ error: { message, type, code, param } }).map(toText).join(""),
    );
  }

  usage(): JsonObject | null {
    return this.#options.reader.usage();
  }

  #readWhole(body: Buffer): JsonObject {
    const parsed = parseJson(body.toString("utf8"));
    if (parsed !== undefined) return this.#options.reader.whole(parsed);
    const message = `The provider "${this.#options.provider}" sent an answer that is not valid JSON.`;
    throw new PrysmError("bad_gateway", message);
  }

  #toClient(answer: JsonObject): JsonObject {
    return this.#options.bridged?.whole(answer) ?? answer;
  }

  #frame(chunk: JsonObject): string {
    const { bridged } = this.#options;
    if (!bridged) return `data: ${JSON.stringify(chunk)}\n\n`;
    return bridged.chunk(chunk).map(toText).join("");
  }

  #ending(): string {
    const { bridged, terminator } = this.#options;
    return (bridged?.end() ?? []).map(toText).join("") + terminator;
  }
}

function toText({ event, data }: StreamEvent): string {
  const name = event === null ? "" : `event: ${event}\n`;
  return `${name}data: ${JSON.stringify(data)}\n\n`;
}

function toJson(value: JsonObject): Buffer {
  return Buffer.from(JSON.stringify(value));
}
