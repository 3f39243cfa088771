import { type Env, env, provideEnv } from "../env";

/**
 * The settings, with calls recorded through the spool unless PRYSM_RECORD says otherwise: this role runs
 * beside a worker that reads it. Children inherit the choice.
 */
export function recordThroughSpool(): Env {
  if (env().PRYSM_RECORD === undefined) provideEnv({ PRYSM_RECORD: "spool" });
  return env();
}
