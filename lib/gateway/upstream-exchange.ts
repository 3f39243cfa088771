import type { IncomingHttpHeaders } from "node:http";
import type { Dispatcher } from "undici";
import { PrysmError } from "../errors";

const HIGH_WATER_BYTES = 256 * 1024;

export interface UpstreamHead {
  status: number;
  headers: IncomingHttpHeaders;
}

/**
 * One HTTP exchange with an upstream, on undici's dispatch interface: `head` settles with the response
 * headers, then the object yields the body's chunks. A slow reader pauses the upstream's socket.
 */
export class UpstreamExchange implements Dispatcher.DispatchHandler, AsyncIterableIterator<Buffer> {
  readonly head: Promise<UpstreamHead>;
  #settleHead: { resolve(head: UpstreamHead): void; reject(error: Error): void } | null = null;
  #controller: Dispatcher.DispatchController | null = null;
  #abortReason: Error | null = null;
  #queue: Buffer[] = [];
  #queuedBytes = 0;
  #isEnded = false;
  #error: Error | null = null;
  #onArrival: (() => void) | null = null;
  #reader: { resolve(result: IteratorResult<Buffer>): void; reject(error: Error): void } | null =
    null;

  constructor() {
    this.head = new Promise((resolve, reject) => {
      this.#settleHead = { resolve, reject };
    });
  }

  /** Gives the exchange up; whoever waits for it gets `reason`. */
  abort(reason: Error): void {
    if (this.#isEnded || this.#error) return;
    // Perhaps nobody waits for the head yet, or will.
    this.head.catch(() => undefined);
    this.#abortReason = reason;
    this.#controller?.abort(reason);
    this.#fail(reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#abortReason) controller.abort(this.#abortReason);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    if (status < 200) return;
    this.#settleHead?.resolve({ status, headers });
    this.#settleHead = null;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#reader) {
      const reader = this.#reader;
      this.#reader = null;
      reader.resolve({ done: false, value: chunk });
      return;
    }
    this.#queue.push(chunk);
    this.#queuedBytes += chunk.length;
    this.#onArrival?.();
    if (this.#queuedBytes > HIGH_WATER_BYTES) controller.pause();
  }

  onResponseEnd(): void {
    this.#isEnded = true;
    this.#onArrival?.();
    this.#reader?.resolve({ done: true, value: undefined });
    this.#reader = null;
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#fail(this.#abortReason ?? error);
  }

  #fail(error: Error): void {
    if (this.#error) return;
    this.#error = error;
    this.#onArrival?.();
    this.#settleHead?.reject(error);
    this.#settleHead = null;
    this.#reader?.reject(error);
    this.#reader = null;
  }

  /**
   * Waits for the first bytes of the body without taking them, until they are enough and at most
   * `timeoutMs`: null when none came until then. Rejects when the upstream failed or closed without
   * sending any.
   */
  async firstBytes(
    timeoutMs: number,
    areEnough: (bytes: Buffer) => boolean,
  ): Promise<Buffer | null> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const first = this.#joinedQueue();
      const leftMs = deadline - performance.now();
      const isLast = this.#isEnded || this.#error !== null || leftMs <= 0;
      if (first && (isLast || areEnough(first))) return first;
      if (this.#error) throw this.#error;
      if (this.#isEnded)
        throw new PrysmError("upstream_died", "The provider sent an empty stream.");
      if (isLast) return null;
      await this.#arrival(leftMs);
    }
  }

  #joinedQueue(): Buffer | undefined {
    if (this.#queue.length > 1) this.#queue = [Buffer.concat(this.#queue)];
    return this.#queue[0];
  }

  #arrival(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const settle = () => {
        clearTimeout(timer);
        this.#onArrival = null;
        resolve();
      };
      const timer = setTimeout(settle, timeoutMs);
      this.#onArrival = settle;
    });
  }

  next(): Promise<IteratorResult<Buffer>> {
    if (this.#queue.length > 0) return Promise.resolve({ done: false, value: this.#takeQueued() });
    if (this.#error) return Promise.reject(this.#error);
    if (this.#isEnded) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve, reject) => {
      this.#reader = { resolve, reject };
    });
  }

  // What came in one read of the socket goes out in one write.
  #takeQueued(): Buffer {
    const all = this.#joinedQueue() ?? Buffer.alloc(0);
    this.#queue = [];
    this.#queuedBytes = 0;
    if (this.#controller?.paused) this.#controller.resume();
    return all;
  }

  return(): Promise<IteratorResult<Buffer>> {
    this.abort(new Error("The reader stopped."));
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
