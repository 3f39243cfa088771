const INTERVAL_MS = 15_000;
/** A comment line: SSE readers skip it, also in the middle of an event. */
const COMMENT = Buffer.from(": keep-alive\n");

/** Keeps an event stream alive on its way to the client: proxies close connections that say nothing. */
export class SilenceBreaker {
  /** Set it whenever something went out. */
  wasBroken = true;
  readonly #timer: NodeJS.Timeout | null;

  constructor(
    headers: Readonly<Record<string, string>>,
    write: (comment: Buffer) => void,
    intervalMs = INTERVAL_MS,
  ) {
    const isEventStream = headers["content-type"]?.startsWith("text/event-stream") === true;
    this.#timer = isEventStream ? setInterval(() => this.#tick(write), intervalMs) : null;
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
  }

  #tick(write: (comment: Buffer) => void): void {
    if (!this.wasBroken) write(COMMENT);
    this.wasBroken = false;
  }
}
