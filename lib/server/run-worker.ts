import { startRecorder } from "../recorder/start-recorder";
import { closeRuntime, runtime } from "../runtime";
import { watchLoad } from "./gateway-load";
import { initialize } from "./initialize";
import { prepareDatabase } from "./prepare-database";
import type { RoleContext, RunningRole } from "./running-role";

/** Role worker: moves traces from the spool into the database, and sets the instance up at start. */
export async function runWorker({ entry, isSupervised }: RoleContext): Promise<RunningRole> {
  const { log } = runtime();
  if (!isSupervised) await prepareDatabase(log);
  await initialize(entry);
  const recorder = await startRecorder(isSupervised ? watchLoad() : () => false);
  if (!isSupervised) log.info("worker runs");
  return {
    async stop() {
      await recorder.stop();
      await closeRuntime();
    },
  };
}
