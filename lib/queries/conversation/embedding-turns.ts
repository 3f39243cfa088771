import { formatExactCount } from "../../format/format-exact-count";
import { asList, asObject, asText } from "../../protocol/lenient-json";
import { inputTexts } from "./input-texts";
import { bytesOfBase64 } from "./media";
import type { Turn } from "./turn";

const BYTES_PER_FLOAT = 4;

/** Embeddings: the inputs, then how many vectors of how many dimensions they became. */
export function embeddingTurns(request: unknown, response: unknown): Turn[] {
  const inputs = inputTexts(asObject(request).input);
  const vectors = asList(asObject(response).data).map((entry) => asObject(entry).embedding);
  return [
    ...inputs.map((content) => ({ role: "input", content })),
    ...(vectors.length === 0 ? [] : [{ role: "result", content: vectorsText(vectors) }]),
  ];
}

function vectorsText(vectors: readonly unknown[]): string {
  const count = vectors.length === 1 ? "1 vector" : `${formatExactCount(vectors.length)} vectors`;
  const [size, ...others] = new Set(vectors.map(dimensionsOf));
  if (others.length > 0) return `${count} of different dimensions`;
  return size ? `${count} of ${formatExactCount(size)} dimensions` : count;
}

/** Clients ask for the floats as base64, four bytes each. */
function dimensionsOf(vector: unknown): number {
  const base64 = asText(vector);
  if (base64 !== null) return Math.floor(bytesOfBase64(base64) / BYTES_PER_FLOAT);
  return asList(vector).length;
}
