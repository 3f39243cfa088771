import { writeFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { join } from "node:path";

// Loaded into every process of a profiled product: SIGUSR2 starts a CPU profile, the next one writes it.
const directory = process.env.BENCH_PROFILE_DIR;
let session = null;

process.on("SIGUSR2", async () => {
  if (!session) {
    session = new Session();
    session.connect();
    await session.post("Profiler.enable");
    await session.post("Profiler.start");
    return;
  }
  const { profile } = await session.post("Profiler.stop");
  session.disconnect();
  session = null;
  writeFileSync(join(directory, `${process.pid}.cpuprofile`), JSON.stringify(profile));
});
