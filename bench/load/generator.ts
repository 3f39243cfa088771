import { runClosedLoop } from "./closed-loop";
import type { LoadJob } from "./load-job";
import { runOpenLoop } from "./open-loop";

/** The load generator's process: takes jobs from its parent one at a time. */
process.on("message", (job: LoadJob) => {
  const run = job.mode === "open" ? runOpenLoop(job) : runClosedLoop(job);
  run.then(
    (result) => process.send?.({ result }),
    (error) => process.send?.({ error: String(error) }),
  );
});
process.once("disconnect", () => process.exit(0));
process.send?.({ port: 0 });
