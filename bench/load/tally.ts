import type { Exchange } from "./http-connection";
import type { LoadResult } from "./load-job";

/** Collects what a job saw; only answers that ended within the measured time count for the rate. */
export class Tally {
  readonly #result: LoadResult = {
    answered: 0,
    failed: 0,
    firstFailure: null,
    answeredPerSecond: 0,
    latenciesMs: [],
    firstByteMs: [],
    requestIds: [],
  };
  #measured = 0;

  constructor(
    private readonly measureFromMs: number,
    private readonly measureToMs: number,
  ) {}

  /** `sentAtMs` is the scheduled time in an open loop. */
  add(exchange: Exchange, sentAtMs: number): void {
    const result = this.#result;
    if (exchange.status < 200 || exchange.status > 299) {
      result.failed += 1;
      result.firstFailure ??= exchange.status === 0 ? "no answer" : `status ${exchange.status}`;
      return;
    }
    result.answered += 1;
    if (exchange.requestId !== null) result.requestIds.push(exchange.requestId);
    if (exchange.endAtMs >= this.measureFromMs && exchange.endAtMs < this.measureToMs) {
      this.#measured += 1;
    }
    if (sentAtMs < this.measureFromMs) return;
    result.latenciesMs.push(exchange.endAtMs - sentAtMs);
    result.firstByteMs.push(exchange.firstByteAtMs - sentAtMs);
  }

  addUnsent(): void {
    this.#result.failed += 1;
    this.#result.firstFailure ??= "too many requests were waiting for an answer";
  }

  finish(): LoadResult {
    const seconds = (this.measureToMs - this.measureFromMs) / 1000;
    return { ...this.#result, answeredPerSecond: this.#measured / seconds };
  }
}
