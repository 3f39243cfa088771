import type { ScriptProcess } from "../script-process";
import type { LoadJob, LoadResult } from "./load-job";

type Reply = { result: LoadResult } | { error: string };

/** Our end of the generator's process. */
export class LoadGenerator {
  constructor(private readonly script: ScriptProcess) {}

  run(job: LoadJob): Promise<LoadResult> {
    const { child } = this.script;
    return new Promise((resolve, reject) => {
      const onExit = () => reject(new Error("The load generator ended in the middle of a job."));
      child.once("exit", onExit);
      child.once("message", (reply: Reply) => {
        child.off("exit", onExit);
        if ("error" in reply) reject(new Error(reply.error));
        else resolve(reply.result);
      });
      child.send(job);
    });
  }
}
