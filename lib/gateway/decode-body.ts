import { PassThrough, pipeline, type Transform } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { PrysmError } from "../errors";

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/**
 * The plain bytes of a body. Upstreams are asked not to compress; some do all the same, and neither the
 * client, which asked for nothing, nor the record could read that.
 */
export function decodeBody(
  chunks: AsyncIterable<Buffer>,
  encoding: string | undefined,
): AsyncIterable<Buffer> {
  if (!encoding || encoding === "identity") return chunks;
  const create = DECODERS[encoding.trim().toLowerCase()];
  if (!create) {
    const message = `The provider answered in the encoding "${encoding.slice(0, 32)}", which was not asked for.`;
    throw new PrysmError("bad_gateway", message);
  }
  // The last stream throws in its reader when an earlier one failed.
  return pipeline(chunks, create(), new PassThrough(), () => undefined);
}
