import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RefusedRecord } from "../../../lib/protocol/call-record";
import { decodeFrames, encodeFrame } from "../../../lib/recorder/frame";

const record = (id: string): RefusedRecord => ({
  kind: "refused",
  id,
  receivedAtMs: 1,
  method: "POST",
  path: "/",
  httpStatus: 401,
  errorCode: "invalid_api_key",
  errorMessage: "No.",
  keyPrefix: null,
  addressHash: "",
  userAgent: null,
});

const encode = (id: string, body: string) =>
  Buffer.concat(encodeFrame(record(id), body === "" ? [] : [Buffer.from(body)]));

describe("spool frames", () => {
  it("come back as they went in, whatever their bodies hold", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.string())), (entries) => {
        const bytes = Buffer.concat(entries.map(([id, body]) => encode(id, body)));

        const { frames, consumed, damaged } = decodeFrames(bytes);

        expect(frames.map((frame) => [frame.record.id, frame.body.toString()])).toEqual(
          entries.map(([id, body]) => [id, Buffer.from(body).toString()]),
        );
        expect({ consumed, damaged }).toEqual({ consumed: bytes.length, damaged: 0 });
      }),
    );
  });

  it("wait for the rest of a frame that is cut anywhere", () => {
    const first = encode("a", "body a");
    const second = encode("b", "body b");
    for (let length = 0; length < second.length; length++) {
      const { frames, consumed, damaged } = decodeFrames(
        Buffer.concat([first, second.subarray(0, length)]),
      );

      expect(frames.map(({ record: { id } }) => id)).toEqual(["a"]);
      expect({ consumed, damaged }).toEqual({ consumed: first.length, damaged: 0 });
    }
  });

  it("skip a frame with a flipped bit and find the next one", () => {
    const damagedFrame = encode("a", "body a");
    damagedFrame[damagedFrame.length - 1] = 0;

    const { frames, damaged } = decodeFrames(Buffer.concat([damagedFrame, encode("b", "body b")]));

    expect(frames.map(({ record: { id } }) => id)).toEqual(["b"]);
    expect(damaged).toBeGreaterThan(0);
  });
});
