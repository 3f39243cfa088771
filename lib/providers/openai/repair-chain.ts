import type { JsonObject } from "../../protocol/json";
import type { StreamRepairer } from "../provider";

/** Two repairs of a stream, one behind the other. */
export class RepairChain implements StreamRepairer {
  readonly #first: StreamRepairer;
  readonly #second: StreamRepairer;

  constructor(first: StreamRepairer, second: StreamRepairer) {
    this.#first = first;
    this.#second = second;
  }

  push(lines: Buffer): Buffer {
    return this.#second.push(this.#first.push(lines));
  }

  end(): Buffer {
    return Buffer.concat([this.#second.push(this.#first.end()), this.#second.end()]);
  }

  usage(): JsonObject | null {
    return this.#first.usage?.() ?? this.#second.usage?.() ?? null;
  }
}
