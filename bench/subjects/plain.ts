import { startScript } from "../script-process";
import type { RunningSubjects, Subject } from "./subject";

const PATH = "/v1/chat/completions";

export function directSubject(upstreamPort: number): Subject {
  return {
    key: "direct",
    label: "direct to the mock upstream",
    target: { port: upstreamPort, path: PATH, headers: {} },
    anthropicTarget: null,
  };
}

export async function startBare(upstreamPort: number): Promise<RunningSubjects> {
  const script = await startScript("bare-passthrough.ts", [`http://127.0.0.1:${upstreamPort}`]);
  const subject: Subject = {
    key: "bare",
    label: "bare node:http + undici passthrough",
    target: { port: script.port, path: PATH, headers: {} },
    anthropicTarget: null,
  };
  return { subjects: [subject], stop: script.stop };
}
