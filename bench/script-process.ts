import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const START_PATIENCE_MS = 20_000;
const STOP_PATIENCE_MS = 5_000;

export interface ScriptProcess {
  child: ChildProcess;
  port: number;
  stop(): Promise<void>;
}

/** Starts a script of this folder in its own process; it sends `{ port }` once it is ready. */
export async function startScript(name: string, parameters: string[] = []): Promise<ScriptProcess> {
  const child = fork(fileURLToPath(new URL(name, import.meta.url)), parameters, {
    execArgv: ["--import", "tsx"],
    serialization: "advanced",
  });
  const port = await Promise.race([firstPort(child), startFailure(child, name)]);
  return { child, port, stop: () => stopProcess(child, STOP_PATIENCE_MS) };
}

async function firstPort(child: ChildProcess): Promise<number> {
  const [message] = (await once(child, "message")) as [{ port: number }];
  return message.port;
}

async function startFailure(child: ChildProcess, name: string): Promise<never> {
  const timeout = AbortSignal.timeout(START_PATIENCE_MS);
  await once(child, "exit", { signal: timeout }).catch(() => undefined);
  throw new Error(`${name} did not start.`);
}

/** SIGTERM, and SIGKILL when the process takes longer than the time. */
export async function stopProcess(child: ChildProcess, patienceMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), patienceMs);
  await ended;
  clearTimeout(timer);
}
