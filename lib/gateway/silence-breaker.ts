const INTERVAL_MS = 15_000;
/** A comment line: SSE readers skip it, also in the middle of an event, but not in the middle of a line. */
const COMMENT = Buffer.from(": keep-alive\n");
const LF = 10;

/** Keeps an event stream alive on its way to the client: proxies close connections that say nothing. */
export class SilenceBreaker {
  #wasBroken = true;
  #isBetweenLines = true;
  readonly #timer: NodeJS.Timeout | null;

  constructor(
    headers: Readonly<Record<string, string>>,
    write: (comment: Buffer) => void,
    intervalMs = INTERVAL_MS,
  ) {
    const isEventStream = headers["content-type"]?.startsWith("text/event-stream") === true;
    this.#timer = isEventStream ? setInterval(() => this.#tick(write), intervalMs) : null;
  }

  /** Tell it whatever goes out. */
  passed(chunk: Uint8Array): void {
    this.#wasBroken = true;
    // After a CR an LF may follow that belongs to it.
    if (chunk.length > 0) this.#isBetweenLines = chunk.at(-1) === LF;
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
  }

  #tick(write: (comment: Buffer) => void): void {
    if (!this.#wasBroken && this.#isBetweenLines) write(COMMENT);
    this.#wasBroken = false;
  }
}
