import { expect, it } from "vitest";
import { newId } from "../../../lib/ids";
import { eventually } from "../../support/eventually";
import { FAKE_KEY } from "../../support/fakes/check";
import { ERROR_MESSAGE, TEXT, UNICODE } from "../../support/fakes/play";
import type { Seat } from "./seat";

export function describeOneError(seat: () => Seat): void {
  it("passes an error on with its status, in OpenAI's shape, and records it", async () => {
    const run = newId();
    const response = await seat().chat("play:error-429", {}, { "x-prysm-trace-id": run });

    expect(response.status).toBe(429);
    expect((await response.json()).error).toMatchObject({
      message: expect.stringContaining(ERROR_MESSAGE),
      type: expect.any(String),
    });
    expect(await seat().instance.onlyTrace(seat().host, run)).toMatchObject({
      status: "error",
      http_status: 429,
    });
  });
}

/** How every provider with an upstream fails. */
export function describeErrors(seat: () => Seat): void {
  it.each([400, 403, 404, 409, 413, 422, 500, 503, 504, 529])(
    "keeps the status %i",
    async (status) => {
      const whole = await seat().chat(`play:error-${status}`);
      const streamed = await seat().chat(`play:error-${status}`, { stream: true });

      for (const response of [whole, streamed]) {
        expect(response.status).toBe(status);
        expect(response.headers.get("content-type")).toContain("application/json");
        const { error } = await response.json();
        expect(error.message).toContain(ERROR_MESSAGE);
        expect(error.type).toEqual(expect.any(String));
      }
    },
  );

  it("tries again what may succeed, and nothing else", async () => {
    const mark = newId();
    await seat().chat(`${mark}-busy play:error-503`);
    await seat().chat(`${mark}-wrong play:error-400`);

    expect(seat().fake.countOf(`${mark}-busy`)).toBe(3);
    expect(seat().fake.countOf(`${mark}-wrong`)).toBe(1);
  });

  it("tells a refused key of the provider's from one of Prysm's", async () => {
    const refused = await (await seat().chat("play:error-401")).json();
    const wrong = await seat().chat("Hi", {}, { "x-prysm-upstream-key": "not-the-fakes" });

    expect(refused.error.code).toBe("provider_auth_error");
    expect((await wrong.json()).error.code).toBe("provider_auth_error");
  });

  it("makes an HTTP error of a stream that begins with one", async () => {
    const response = await seat().chat("play:first-event-error", { stream: true });

    expect(response.status).toBe(529);
    expect((await response.json()).error.message).toContain(ERROR_MESSAGE);
  });

  it.each(["late-error", "cut", "ends-early"])(
    "never lets a stream that meets %s look complete",
    async (fault) => {
      const run = newId();
      const headers = { "x-prysm-trace-id": run };
      const answer = await seat().stream(`play:unicode play:${fault}`, {}, headers);

      expect(UNICODE.startsWith(answer.text.replace(/\uFFFD$/, ""))).toBe(true);
      expect(answer.text).not.toBe(UNICODE);
      expect(answer.errors).toHaveLength(1);
      expect(answer.reasons).toEqual([]);
      expect(answer.isDone).toBe(false);
      expect(await seat().instance.onlyTrace(seat().host, run)).toMatchObject({ status: "error" });
    },
  );

  it("completes a stream whose last words are missing", async () => {
    const answer = await seat().stream("play:no-ending");

    expect(answer).toMatchObject({ text: TEXT, reasons: ["stop"], errors: [], isDone: true });
  });

  it("opens answers that came compressed all the same", async () => {
    const whole = await (await seat().chat("play:gzip")).json();
    const { text, isDone } = await seat().stream("play:gzip");

    expect(whole.choices[0].message.content).toBe(TEXT);
    expect({ text, isDone }).toEqual({ text: TEXT, isDone: true });
  });

  it.each(["html", "truncated-json", "error-inside", "cut"])(
    "answers 502 when the upstream's answer is %s",
    async (fault) => {
      const response = await seat().chat(`play:${fault}`);

      expect(response.status).toBe(502);
      expect((await response.json()).error.type).toBe("proxy_error");
    },
  );

  it("lets the upstream go when the client leaves", async () => {
    const run = newId();
    const abort = new AbortController();
    const response = await seat().fetch("/chat/completions", {
      method: "POST",
      headers: { "content-type": "application/json", "x-prysm-trace-id": run },
      body: JSON.stringify({
        model: seat().model,
        messages: [{ role: "user", content: `${run} play:hang` }],
        stream: true,
      }),
      signal: abort.signal,
    });
    await response.body?.getReader().read();
    abort.abort();

    const call = await seat().fake.seen(run);
    await eventually(() => call.isAborted);
    expect(await seat().instance.onlyTrace(seat().host, run)).toMatchObject({
      status: "cancelled",
    });
  });

  it("shows the upstream nothing that is Prysm's, and uses a caller's own key without keeping it", async () => {
    const run = newId();
    const ownKey = `${FAKE_KEY}-${run}`;
    const response = await seat().chat(
      `${run} Hi`,
      {},
      {
        cookie: "session=secret",
        "x-prysm-user-id": "u-1",
        "x-prysm-trace-id": run,
        "x-prysm-upstream-key": ownKey,
      },
    );
    expect(response.status).toBe(200);

    const { headers, body } = await seat().fake.seen(`${run} Hi`);
    const sent = JSON.stringify(headers) + body.toString();
    expect(sent).toContain(ownKey);
    expect(sent).not.toContain("sk-prysm-");
    expect(Object.keys(headers).filter((name) => /cookie|x-pr[iy]sm/.test(name))).toEqual([]);

    const trace = await seat().instance.onlyTrace(seat().host, run);
    expect(JSON.stringify(trace)).not.toContain(ownKey);
    expect(await seat().instance.countTracesWith(run)).toBe(1);
    expect(await seat().instance.countTracesWith(ownKey)).toBe(0);
  });
}
