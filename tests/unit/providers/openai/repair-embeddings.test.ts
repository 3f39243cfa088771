import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { repairEmbeddings } from "../../../../lib/providers/openai/repair-embeddings";

const FLOATS = [0.5, -1.25, 3];
const BASE64 = Buffer.from(new Float32Array(FLOATS).buffer).toString("base64");

function answer(...embeddings: unknown[]): Buffer {
  const data = embeddings.map((embedding, index) => ({ object: "embedding", index, embedding }));
  const usage = { prompt_tokens: 3, total_tokens: 3 };
  return Buffer.from(JSON.stringify({ object: "list", data, model: "m", usage }, null, 2));
}

function embeddingsOf(body: Buffer): unknown[] {
  return JSON.parse(body.toString()).data.map((entry: { embedding: unknown }) => entry.embedding);
}

describe("repairEmbeddings", () => {
  it("gives base64 to a client that asked for it and was sent numbers", () => {
    const repaired = repairEmbeddings(answer(FLOATS, [1]), true);

    expect(embeddingsOf(repaired)).toEqual([BASE64, "AACAPw=="]);
    expect(JSON.parse(repaired.toString())).toMatchObject({
      object: "list",
      model: "m",
      usage: { prompt_tokens: 3, total_tokens: 3 },
      data: [{ object: "embedding", index: 0 }, { index: 1 }],
    });
  });

  it("gives numbers to a client that was sent base64", () => {
    expect(embeddingsOf(repairEmbeddings(answer(BASE64), false))).toEqual([FLOATS]);
  });

  it.each([
    ["numbers that were asked for", answer(FLOATS), false],
    ["base64 that was asked for", answer(BASE64), true],
    ["an answer without embeddings", answer(), true],
    ["an error", Buffer.from('{"error":{"message":"no [embedding] here"}}'), true],
    ["HTML", Buffer.from('<p title="embedding">[</p>'), true],
    ["truncated JSON", Buffer.from('{"data":[{"embedding":[0.1,'), true],
    ["an embedding of something else", answer({ sparse: [1] }), true],
    ["nothing", Buffer.alloc(0), true],
  ])("returns %s as the same buffer", (_name, body, wantsBase64) => {
    expect(repairEmbeddings(body, wantsBase64)).toBe(body);
  });

  it("leaves entries that cannot be converted", () => {
    const mixed = answer(FLOATS, [1, "2"], null, BASE64);

    expect(embeddingsOf(repairEmbeddings(mixed, true))).toEqual([BASE64, [1, "2"], null, BASE64]);
    expect(embeddingsOf(repairEmbeddings(answer("AAA="), false))).toEqual(["AAA="]);
    expect(embeddingsOf(repairEmbeddings(answer("AADAfw=="), false))).toEqual(["AADAfw=="]);
  });

  it("survives an answer nested without end", () => {
    const depth = 200_000;
    const text = `{"embedding":[1],"data":[${"[".repeat(depth)}${"]".repeat(depth)}]}`;
    const body = Buffer.from(text);

    expect(repairEmbeddings(body, true)).toBe(body);
  });

  it("gives back every 32-bit float it took", () => {
    const float = fc.float({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(fc.array(fc.array(float), { minLength: 1 }), (vectors) => {
        const asBase64 = repairEmbeddings(answer(...vectors), true);
        const back = repairEmbeddings(asBase64, false);

        // JSON has no -0.
        const expected = vectors.map((vector) => vector.map((value) => (value === 0 ? 0 : value)));
        expect(embeddingsOf(back)).toEqual(expected);
      }),
    );
  });

  it("takes any bytes without an exception", () => {
    const start = Buffer.from('{"data":[{"embedding":[');
    fc.assert(
      fc.property(fc.uint8Array(), fc.boolean(), (bytes, wantsBase64) => {
        const body = Buffer.concat([start, bytes]);
        expect(repairEmbeddings(body, wantsBase64)).toBeInstanceOf(Buffer);
      }),
    );
  });
});
