import { fork } from "node:child_process";
import { env, environmentWith } from "../env";
import { PrysmError } from "../errors";
import { closeRuntime } from "../runtime";

export const INITIALIZE_FLAG = "--initialize";

/**
 * Creates what the `PRYSM_INIT_*` variables name, in a process of its own: the ORM and the password hash
 * need some 120 MB that a worker would otherwise hold for good.
 */
export async function initialize(entry: string): Promise<void> {
  const settings = env();
  const isAsked =
    settings.PRYSM_INIT_ORG ??
    settings.PRYSM_INIT_PROJECT ??
    settings.PRYSM_INIT_USER_EMAIL ??
    settings.PRYSM_INIT_API_KEY;
  if (!isAsked) return;
  const child = fork(entry, [INITIALIZE_FLAG], { env: environmentWith({ PRYSM_ROLE: "worker" }) });
  const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
  if (code !== 0) {
    throw new PrysmError(
      "unavailable",
      "What the PRYSM_INIT_* variables name could not be created.",
    );
  }
}

/** What the process of `initialize` runs. */
export async function runInitialize(): Promise<void> {
  const { initInstance } = await import("../services/init-instance");
  await initInstance();
  await closeRuntime();
}
