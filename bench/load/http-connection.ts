import { connect, type Socket } from "node:net";
import { HttpReader } from "../wire/http-reader";

export interface Exchange {
  /** 0 when no answer came. */
  status: number;
  requestId: string | null;
  firstByteAtMs: number;
  endAtMs: number;
  isReusable: boolean;
}

type Done = (exchange: Exchange) => void;

const REQUEST_ID = /\r\nx-prysm-request-id: ([^\r]+)/i;
const CLOSES = /\r\nconnection: close/i;
const STATUS_FROM = "HTTP/1.1 ".length;
const IDLE_LIMIT_MS = 30_000;

/** One kept-alive connection with at most one request on its way. */
export class HttpConnection {
  readonly #socket: Socket;
  #done: Done | null = null;
  #exchange = emptyExchange();

  constructor(port: number) {
    const reader = new HttpReader({
      head: (text) => this.#onHead(text),
      body: () => {
        if (this.#exchange.firstByteAtMs === 0) this.#exchange.firstByteAtMs = nowMs();
      },
      end: () => this.#settle(),
    });
    this.#socket = connect({ port, host: "127.0.0.1", noDelay: true });
    this.#socket.on("data", (bytes) => reader.push(bytes));
    this.#socket.on("error", () => this.#socket.destroy());
    this.#socket.on("close", () => this.#settleBroken());
    this.#socket.setTimeout(IDLE_LIMIT_MS, () => this.#socket.destroy());
  }

  get isOpen(): boolean {
    return !this.#socket.destroyed && this.#socket.writable;
  }

  send(request: Buffer, done: Done): void {
    this.#exchange = emptyExchange();
    this.#done = done;
    this.#socket.write(request);
  }

  close(): void {
    this.#done = null;
    this.#socket.destroy();
  }

  #onHead(text: string): void {
    this.#exchange.status = Number(text.slice(STATUS_FROM, STATUS_FROM + 3));
    this.#exchange.requestId = REQUEST_ID.exec(text)?.[1] ?? null;
    this.#exchange.isReusable = !CLOSES.test(text);
  }

  #settle(): void {
    const done = this.#done;
    this.#done = null;
    this.#exchange.endAtMs = nowMs();
    done?.(this.#exchange);
  }

  #settleBroken(): void {
    this.#exchange.isReusable = false;
    this.#exchange.status = 0;
    this.#settle();
  }
}

/** Monotonic and the same in every thread, unlike performance.now(). */
export function nowMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

function emptyExchange(): Exchange {
  return { status: 0, requestId: null, firstByteAtMs: 0, endAtMs: 0, isReusable: true };
}
