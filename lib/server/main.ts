import { EnvError, env, provideEnv } from "../env";
import { PrysmError } from "../errors";
import { SUPERVISED_FLAG } from "./child-process";
import { INITIALIZE_FLAG, runInitialize } from "./initialize";
import { connectToParent, type ParentLink } from "./parent-link";
import type { RoleContext, RunningRole } from "./running-role";

const EXIT_INTERRUPTED = 130;

/**
 * The process's entry: starts the role of PRYSM_ROLE and stays until a signal (or, for a child, the
 * parent) ends it. A failed start is one sentence on standard error and exit code 1.
 */
export async function main(options: { entry: string; parameters: string[] }): Promise<void> {
  const parent = options.parameters.includes(SUPERVISED_FLAG) ? connectToParent() : null;
  const context = { entry: options.entry, isSupervised: parent !== null };
  try {
    // React and Next read NODE_ENV themselves, so the default must be visible to them too.
    provideEnv({ NODE_ENV: env().NODE_ENV, NEXT_TELEMETRY_DISABLED: "1" });
    if (options.parameters.includes(INITIALIZE_FLAG)) {
      await runInitialize();
      process.exit(0);
    }
    await (parent ? runSupervised(context, parent) : runAlone(context));
    process.exit(0);
  } catch (error) {
    await explain(error, parent);
    process.exit(1);
  }
}

async function runAlone(context: RoleContext): Promise<void> {
  let role: RunningRole | undefined;
  const stopRequested = new Promise<void>((resolve) => {
    let isAsked = false;
    const onSignal = () => {
      if (isAsked) {
        role?.abandon?.();
        process.exit(EXIT_INTERRUPTED);
      }
      isAsked = true;
      resolve();
    };
    process.on("SIGTERM", onSignal).on("SIGINT", onSignal);
  });
  role = await startRole(context);
  try {
    const endings: Promise<void>[] = [stopRequested];
    if (role.failed !== undefined) endings.push(role.failed);
    await Promise.race(endings);
  } finally {
    await role.stop();
  }
}

/** Ctrl-C reaches every process of the terminal, but the order of the stop is the parent's to decide. */
async function runSupervised(context: RoleContext, parent: ParentLink): Promise<void> {
  process.on("SIGINT", () => undefined).on("SIGTERM", () => undefined);
  const role = await startRole(context);
  parent.ready(role.port);
  await parent.stopRequested;
  await role.stop();
}

async function startRole(context: RoleContext): Promise<RunningRole> {
  const { PRYSM_ROLE } = env();
  switch (PRYSM_ROLE) {
    case "all":
      return (await import("./run-all")).runAll(context);
    case "gateway":
      return (await import("./run-gateway")).runGateway();
    case "web":
      return (await import("./run-web")).runWeb(context);
    case "worker":
      return (await import("./run-worker")).runWorker(context);
    default: {
      const unknown: never = PRYSM_ROLE;
      throw new Error(`The role ${String(unknown)} has no entry in lib/server/main.ts.`);
    }
  }
}

async function explain(error: unknown, parent: ParentLink | null): Promise<void> {
  const isForeseen = error instanceof PrysmError || error instanceof EnvError;
  const text = isForeseen ? error.message : `Prysm failed: ${printable(error)}`;
  if (parent && isForeseen) await parent.cannotStart(text);
  else process.stderr.write(`\n${text}\n\n`);
}

function printable(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
