import { appendFileSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { PostgresTraceStore } from "../../../lib/db/postgres-trace-store";
import { ensureTracePartitions } from "../../../lib/db/trace-partitions";
import type { TraceStore } from "../../../lib/db/trace-store";
import { newId } from "../../../lib/ids";
import { createLog } from "../../../lib/log";
import type { CallRecord } from "../../../lib/protocol/call-record";
import { encodeFrame } from "../../../lib/recorder/frame";
import { Recorder } from "../../../lib/recorder/recorder";
import { segmentPath } from "../../../lib/recorder/spool-files";
import { SpoolWriter } from "../../../lib/recorder/spool-writer";
import { aCall as aRecordedCall } from "../../support/a-call";
import { eventually } from "../../support/eventually";
import { type TemporaryDirectory, temporaryDirectory } from "../../support/temporary-directory";
import { createTestDatabase, type TestDatabase } from "../../support/test-database";

const log = createLog("test", "silent");
const projectId = newId();
let database: TestDatabase;
let store: PostgresTraceStore;
let spool: TemporaryDirectory;

beforeAll(async () => {
  database = await createTestDatabase();
  await ensureTracePartitions(database.pool, Date.now());
  store = new PostgresTraceStore(database.pool);
});
afterAll(() => database.drop());
beforeEach(() => {
  spool = temporaryDirectory();
});
afterEach(async () => {
  spool.remove();
  await database.pool.query("TRUNCATE traces, trace_bodies, spool_positions, refused_calls");
});

const writer = () => new SpoolWriter({ spoolDirectory: spool.path, maxBytes: 1e9, log });

async function recording<T>(during: () => Promise<T>, through: TraceStore = store): Promise<T> {
  const recorder = new Recorder({
    store: through,
    spoolDirectory: spool.path,
    log,
    maxWaitingBytes: 1e9,
    isGatewayBusy: () => false,
    onCommitted: async () => undefined,
    onIdle: async () => undefined,
  });
  recorder.start();
  try {
    return await during();
  } finally {
    await recorder.stop(5_000);
  }
}

async function traces() {
  return (await store.list(projectId, { filter: {}, order: "asc", limit: 200 })).traces;
}

function untilThereAre(count: number) {
  return eventually(async () => {
    const found = await traces();
    return found.length >= count && found;
  });
}

const aCall = () => aRecordedCall({ opening: { projectId } });

const REQUEST = Buffer.from('{"messages":[{"role":"user","content":"hi"}]}');

const MESSAGE_EVENTS = [
  {
    type: "message_start",
    message: {
      id: "msg_1",
      role: "assistant",
      model: "claude-x",
      content: [],
      usage: { input_tokens: 5, cache_read_input_tokens: 10, cache_creation_input_tokens: 15 },
    },
  },
  { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
  { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "Hello" } },
  { type: "message_delta", delta: { stop_reason: "end_turn" }, usage: { output_tokens: 9 } },
  { type: "message_stop" },
].map((event) => JSON.stringify(event));

/** Spool files as a process that is no more would have left them. */
function deadWriter(records: readonly CallRecord[], tail = Buffer.alloc(0)): void {
  const directory = join(spool.path, newId());
  mkdirSync(directory);
  writeFileSync(
    join(directory, "writer.json"),
    JSON.stringify({ pid: 999_999_999, startedAt: "long ago", scope: "elsewhere" }),
  );
  const frames = records.flatMap((record) =>
    encodeFrame(record, record.kind === "open" ? [REQUEST] : []),
  );
  writeFileSync(segmentPath(directory, 1), Buffer.concat([...frames, tail]));
}

describe("the recorder", () => {
  it("records a call whose process was killed in the middle of it, once, as an error", async () => {
    const finished = aCall();
    const cutOff = aCall();
    deadWriter([finished.opening, cutOff.opening, finished.closing]);

    const found = await recording(() => untilThereAre(2));

    expect(found.map(({ status, error }) => [status, error?.code])).toEqual([
      ["success", undefined],
      ["error", "gateway_crashed"],
    ]);
    const cut = await store.find(projectId, cutOff.opening.id);
    expect(cut?.bodies?.request).toEqual(REQUEST);
  });

  it("passes over the frame that was being written when the process died", async () => {
    const { opening, closing } = aCall();
    const half = Buffer.concat(encodeFrame(aCall().opening, [REQUEST])).subarray(0, -3);
    deadWriter([opening, closing], half);

    const found = await recording(async () => {
      await untilThereAre(1);
      await eventually(() => readdirSync(spool.path).length === 0);
      return traces();
    });

    expect(found).toHaveLength(1);
  });

  it("removes a dead writer's spool and its position when it is read to the end", async () => {
    const { opening, closing } = aCall();
    deadWriter([opening, closing]);

    await recording(() => eventually(() => readdirSync(spool.path).length === 0));

    expect(await store.positions()).toEqual([]);
  });

  it("does not lose the opening of a call that was running when the recorder stopped", async () => {
    const spoolWriter = writer();
    const before = aCall();
    const running = aCall();
    await spoolWriter.append(running.opening, [REQUEST]);
    await spoolWriter.append(before.opening, [REQUEST]);
    await spoolWriter.append(before.closing, []);
    await recording(() => untilThereAre(1));
    await spoolWriter.append(running.closing, []);

    const found = await recording(() => untilThereAre(2));

    expect(found.map(({ id }) => id)).toEqual([before.opening.id, running.opening.id]);
    expect(found.every(({ status }) => status === "success")).toBe(true);
    await spoolWriter.close();
  });

  it("writes nothing twice when it dies between commit and the next read", async () => {
    const calls = Array.from({ length: 50 }, () => aCall());
    const records = calls.flatMap(({ opening, closing }) => [opening, closing]);
    deadWriter(records);
    const [writerId = ""] = readdirSync(spool.path);
    await recording(() => untilThereAre(50));

    // The same spool again, as after a crash before its position was known.
    deadWriter(records);
    expect(readdirSync(spool.path)).not.toContain(writerId);
    await recording(() => eventually(() => readdirSync(spool.path).length === 0));

    expect(await traces()).toHaveLength(50);
  });

  it("keeps trying while the database refuses, and records every call once when it is back", async () => {
    const spoolWriter = writer();
    const calls = Array.from({ length: 20 }, () => aCall());
    let failures = 3;
    const flaky: TraceStore = {
      append: async (batch) => {
        if (batch.traces.length > 0 && failures-- > 0) throw new Error("connection refused");
        await store.append(batch);
      },
      positions: () => store.positions(),
      forgetWriter: (id) => store.forgetWriter(id),
      list: (id, request) => store.list(id, request),
      find: (project, id) => store.find(project, id),
    };

    const found = await recording(async () => {
      for (const { opening, closing } of calls) {
        await spoolWriter.append(opening, [REQUEST]);
        await spoolWriter.append(closing, []);
      }
      return untilThereAre(20);
    }, flaky);

    expect(failures).toBeLessThan(0);
    expect(new Set(found.map(({ id }) => id)).size).toBe(20);
    await spoolWriter.close();
  });

  it("stores what it can of a call whose facts the database will not take, and the rest whole", async () => {
    const good = aCall();
    const bad = aCall();
    deadWriter([
      good.opening,
      good.closing,
      bad.opening,
      { ...bad.closing, latencyMs: Number.MAX_VALUE },
    ]);

    const found = await recording(() => untilThereAre(2));

    expect(found.map(({ id, status, latencyMs }) => [id, status, latencyMs])).toEqual([
      [good.opening.id, "success", 12.345],
      [bad.opening.id, "success", 0],
    ]);
    expect((await store.find(projectId, bad.opening.id))?.bodies?.request).toEqual(REQUEST);
  });

  it("reads on behind bytes that are no frame", async () => {
    const [first, second] = [aCall(), aCall()];
    deadWriter([first.opening, first.closing], Buffer.from("these bytes are not a frame at all"));
    const [name = ""] = readdirSync(spool.path);
    const file = segmentPath(join(spool.path, name), 1);
    for (const record of [second.opening, second.closing]) {
      appendFileSync(file, Buffer.concat(encodeFrame(record, [])));
    }

    const found = await recording(() => untilThereAre(2));

    expect(found).toHaveLength(2);
  });

  it("follows a writer through its segments and removes those it is done with", async () => {
    const spoolWriter = writer();
    const megabyte = Buffer.alloc(1024 * 1024, "x");

    await recording(async () => {
      for (let index = 0; index < 40; index++) {
        const { opening, closing } = aCall();
        await spoolWriter.append(opening, [megabyte]);
        await spoolWriter.append(closing, []);
      }
      await untilThereAre(40);
      const directory = join(spool.path, spoolWriter.writerId);
      await eventually(
        () => readdirSync(directory).filter((name) => name.endsWith(".seg")).length === 1,
      );
    });

    await spoolWriter.close();
  });

  it("records what an API other than chat said, its stream whole and its attempts with their times", async () => {
    const spoolWriter = writer();
    const startedAtMs = Date.UTC(2026, 0, 2);
    const failed = { type: "server_error", code: "upstream_error", message: "Overloaded" };
    const attempt = { provider: "anthropic", model: "claude-x", latencyMs: 1 };
    const { opening, closing } = aRecordedCall({
      opening: { projectId, endpoint: "messages", isStream: true },
      closing: {
        format: "sse",
        chunkTimes: [1_000_000, 7],
        attempts: [
          { ...attempt, startedAtMs, httpStatus: 529, error: failed },
          { ...attempt, startedAtMs: startedAtMs + 500, httpStatus: 200, error: null },
        ],
      },
    });
    const stream = Buffer.from(MESSAGE_EVENTS.map((event) => `data: ${event}\n\n`).join(""));
    await spoolWriter.append(opening, [REQUEST]);
    await spoolWriter.append(closing, [stream]);

    await recording(() => untilThereAre(1));

    const found = await store.find(projectId, opening.id);
    expect(found).toMatchObject({
      usage: { promptTokens: 30, completionTokens: 9, cachedTokens: 10, cacheWriteTokens: 15 },
      ttftMs: 7,
      finishReason: "end_turn",
      completionPreview: "Hello",
      attempts: [
        { startedAt: "2026-01-02T00:00:00.000Z", httpStatus: 529, error: failed },
        { startedAt: "2026-01-02T00:00:00.500Z", httpStatus: 200, error: null },
      ],
    });
    expect(found?.bodies?.rawResponse).toEqual(stream);
    expect(JSON.parse(String(found?.bodies?.response))).toMatchObject({
      content: [{ type: "text", text: "Hello" }],
    });
    await spoolWriter.close();
  });

  it("prices a call and keeps what it was priced from", async () => {
    const spoolWriter = writer();
    const model = "gpt-4o-mini";
    const { opening, closing } = aRecordedCall({
      opening: { projectId },
      closing: { providerKind: "openai", upstreamApi: "chat.completions", model, format: "json" },
    });
    const usage = { prompt_tokens: 1_000, completion_tokens: 10, total_tokens: 1_011 };
    await spoolWriter.append(opening, [REQUEST]);
    await spoolWriter.append(closing, [Buffer.from(JSON.stringify({ model, usage }))]);

    await recording(() => untilThereAre(1));

    const [found] = await traces();
    expect(found).toMatchObject({
      costPicoUsd: 156_000_000n,
      cost: {
        lines: [
          { unit: "text_in", quantity: 1_000, priceUsdPerMillion: "0.15", costUsd: "0.00015" },
          { unit: "text_out", quantity: 10, priceUsdPerMillion: "0.6", costUsd: "0.000006" },
        ],
        price: { source: "genai-prices/openai", model, effectiveFrom: null },
      },
      usageRecord: { providerKind: "openai", raw: usage, isMismatch: true },
    });
    const { rows } = await database.pool.query("SELECT id FROM traces WHERE usage_mismatch");
    expect(rows).toEqual([{ id: opening.id }]);
    await spoolWriter.close();
  });

  it("takes up recording again when a full spool was read", async () => {
    const spoolWriter = new SpoolWriter({ spoolDirectory: spool.path, maxBytes: 1024 * 1024, log });
    const body = Buffer.alloc(100 * 1024, "x");
    const call = async () => {
      const { opening, closing } = aCall();
      await spoolWriter.append(opening, [body]);
      await spoolWriter.append(closing, []);
      return opening.id;
    };
    for (let index = 0; index < 30; index++) await call();

    await recording(async () => {
      await eventually(async () => {
        const id = await call();
        return eventually(() => store.find(projectId, id), 500).catch(() => null);
      });
    });

    expect((await traces()).length).toBeLessThan(60);
    await spoolWriter.close();
  });
});
