import { execFile, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { ClosedJob, LoadResult } from "./load-job";

const MARK = "BENCH";
const ANSWER_TIMEOUT_SECONDS = 30;

export function hasWrk(): boolean {
  return spawnSync("wrk", ["-v"]).error === undefined;
}

/** A closed loop by wrk, which takes less processor time from the subject than a generator in Node. */
export async function runWrk(job: ClosedJob, scratch: string): Promise<LoadResult> {
  const warmUp = job.warmUpMs > 0 ? await runOnce(job, job.warmUpMs, scratch) : null;
  const measured = await runOnce(job, job.durationMs, scratch);
  const failed = measured.failed + (warmUp?.failed ?? 0);
  return {
    answered: measured.answered + (warmUp?.answered ?? 0),
    failed,
    firstFailure: failed > 0 ? measured.detail : null,
    answeredPerSecond: measured.answered / measured.seconds,
    latenciesMs: [],
    firstByteMs: [],
    requestIds: [],
  };
}

async function runOnce(job: ClosedJob, durationMs: number, scratch: string) {
  const script = join(scratch, "wrk.lua");
  writeFileSync(script, luaScript(job));
  const { stdout } = await promisify(execFile)("wrk", [
    "--threads=1",
    `--connections=${job.connections}`,
    `--duration=${Math.max(1, Math.round(durationMs / 1000))}s`,
    `--timeout=${ANSWER_TIMEOUT_SECONDS}s`,
    `--script=${script}`,
    `http://127.0.0.1:${job.target.port}${job.target.path}`,
  ]);
  const line = stdout.split("\n").find((text) => text.startsWith(MARK));
  if (!line) throw new Error(`wrk printed no summary: ${stdout}`);
  const [requests = 0, microseconds = 1, badStatus = 0, broken = 0] = line
    .split(" ")
    .slice(1)
    .map(Number);
  return {
    answered: requests - badStatus,
    failed: badStatus + broken,
    seconds: microseconds / 1e6,
    detail: `${badStatus} with an error status, ${broken} broken or timed out`,
  };
}

function luaScript({ target, body }: ClosedJob): string {
  const headers = { "content-type": "application/json", ...target.headers };
  const lines = Object.entries(headers).map(
    ([name, value]) => `wrk.headers[${lua(name)}] = ${lua(value)}`,
  );
  return `wrk.method = "POST"
wrk.body = ${lua(body)}
${lines.join("\n")}
function done(summary)
  local errors = summary.errors
  local broken = errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format("${MARK} %d %d %d %d\\n", summary.requests, summary.duration, errors.status, broken))
end
`;
}

/** JSON's escapes that bodies of ours contain are Lua's too. */
function lua(text: string): string {
  return JSON.stringify(text);
}
