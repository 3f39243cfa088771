import { type ChildProcess, fork } from "node:child_process";
import { setPriority } from "node:os";
import { environmentWith } from "../env";
import { PrysmError } from "../errors";
import type { Log } from "../log";
import type { ChildMessage, ParentMessage } from "./parent-link";

export const SUPERVISED_FLAG = "--supervised";

const FIRST_RESTART_DELAY_MS = 250;
const MAX_RESTART_DELAY_MS = 10_000;
/** A child that lived this long starts over with the shortest delay. */
const STABLE_AFTER_MS = 60_000;

export interface SupervisedOptions {
  role: "web" | "worker";
  entry: string;
  log: Log;
  niceness: number;
  /** The child says that it can never start; it is not tried again. */
  onCannotStart(error: PrysmError): void;
}

/** A child process that is started again when it ends without being asked to. */
export class SupervisedChild {
  private child: ChildProcess | null = null;
  private isStopping = false;
  private restartDelayMs = FIRST_RESTART_DELAY_MS;
  private restartTimer: NodeJS.Timeout | null = null;
  private port: number | null = null;
  private isReady = false;
  private waiting: (() => void)[] = [];

  constructor(private readonly options: SupervisedOptions) {}

  start(): void {
    const { entry, role, niceness } = this.options;
    const startedAt = Date.now();
    const child = fork(entry, [SUPERVISED_FLAG], { env: environmentWith({ PRYSM_ROLE: role }) });
    this.child = child;
    if (child.pid) lowerPriority(child.pid, niceness);
    child.on("message", (message: ChildMessage) => this.onMessage(message));
    child.on("error", (error) =>
      this.options.log.error({ err: error, role }, "child process error"),
    );
    child.once("exit", (code, signal) => this.onExit(Date.now() - startedAt, code, signal));
  }

  /** Tells the child something; nothing happens while it is not there. */
  tell(message: ParentMessage): void {
    if (this.child?.connected) this.child.send(message, () => undefined);
  }

  /** Where the child listens now, or null while it does not. */
  get listeningPort(): number | null {
    return this.port;
  }

  /** True once the child serves; false when it does not within the time. */
  whenReady(timeoutMs: number): Promise<boolean> {
    if (this.isReady) return Promise.resolve(true);
    return new Promise((resolve) => {
      const settle = () => {
        clearTimeout(timer);
        resolve(this.isReady);
      };
      const timer = setTimeout(settle, timeoutMs).unref();
      this.waiting.push(settle);
    });
  }

  /** Asks the child to end in good order, and makes it end when it takes longer than the time. */
  async stop(timeoutMs: number): Promise<void> {
    this.isStopping = true;
    if (this.restartTimer) clearTimeout(this.restartTimer);
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    const timer = setTimeout(() => {
      this.options.log.warn(
        { role: this.options.role },
        "the process did not end in time; killing it",
      );
      child.kill("SIGKILL");
    }, timeoutMs);
    if (child.connected) child.send({ type: "stop" } satisfies ParentMessage, () => undefined);
    await ended;
    clearTimeout(timer);
  }

  private onMessage(message: ChildMessage): void {
    if (message.type === "ready") {
      this.port = message.port ?? null;
      this.isReady = true;
      this.wake();
      return;
    }
    this.isStopping = true;
    this.options.onCannotStart(new PrysmError("unavailable", message.sentence));
  }

  private onExit(livedMs: number, code: number | null, signal: NodeJS.Signals | null): void {
    this.isReady = false;
    this.port = null;
    if (this.isStopping) {
      this.wake();
      return;
    }
    const { log, role } = this.options;
    if (livedMs > STABLE_AFTER_MS) this.restartDelayMs = FIRST_RESTART_DELAY_MS;
    log.error(
      { role, code, signal, restartInMs: this.restartDelayMs },
      "process ended; starting it again",
    );
    this.restartTimer = setTimeout(() => this.start(), this.restartDelayMs);
    this.restartDelayMs = Math.min(this.restartDelayMs * 2, MAX_RESTART_DELAY_MS);
  }

  private wake(): void {
    for (const settle of this.waiting.splice(0)) settle();
  }
}

function lowerPriority(pid: number, niceness: number): void {
  try {
    setPriority(pid, niceness);
  } catch {
    // Only a preference: some systems do not allow it.
  }
}
