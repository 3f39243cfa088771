import { afterEach, beforeAll, expect, test } from "vitest";
import { openTraceStore } from "../../../lib/db/open-trace-store";
import { watchTraces } from "../../../lib/db/trace-feed";
import { openLiveFeed } from "../../../lib/next/live-feed";
import { runtime } from "../../../lib/runtime";
import { aTenant, type Tenant } from "../../support/a-tenant";
import { aTrace, someBodies } from "../../support/a-trace";
import { eventually } from "../../support/eventually";

let ours: Tenant;
let theirs: Tenant;
let abort = new AbortController();

beforeAll(async () => {
  ours = await aTenant();
  theirs = await aTenant();
});

afterEach(() => {
  abort.abort();
  abort = new AbortController();
});

async function store(projectId: string, count: number) {
  const traces = Array.from({ length: count }, () => aTrace(projectId));
  await openTraceStore().append({
    traces: traces.map((trace) => ({ trace, bodies: someBodies() })),
    refusedCalls: [],
    positions: [],
  });
}

async function isListening(): Promise<boolean> {
  const { rows } = await runtime().pool.query(
    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'prysm listen prysm_traces' AND state = 'idle' AND query LIKE 'LISTEN%'",
  );
  return rows.length > 0;
}

function follow(response: Response): string[] {
  const events: string[] = [];
  const read = async () => {
    if (!response.body) throw new Error("The live feed has no body.");
    const decoder = new TextDecoder();
    for await (const chunk of response.body) events.push(decoder.decode(chunk).trim());
    events.push("end");
  };
  void read();
  return events;
}

test("a watcher hears of its own project's traces only, until it leaves", async () => {
  const response = openLiveFeed(ours.context, abort.signal);
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  const events = follow(response);
  await eventually(isListening);
  await store(theirs.projectId, 1);
  await store(ours.projectId, 3);
  await eventually(() => events.length >= 2);
  expect(events).toEqual([
    `data: {"type":"connected","projectId":"${ours.projectId}"}`,
    'data: {"type":"traces","count":3}',
  ]);
  abort.abort();
  await eventually(() => events.at(-1) === "end");
});

test("after a lost connection watchers are told that they may have missed some", async () => {
  const counts: number[] = [];
  const stop = watchTraces(ours.projectId, (count) => counts.push(count));
  await eventually(isListening);
  await runtime().pool.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'prysm listen prysm_traces'",
  );
  await eventually(() => counts.includes(0));
  await store(ours.projectId, 2);
  await eventually(() => counts.includes(2));
  stop();
});
