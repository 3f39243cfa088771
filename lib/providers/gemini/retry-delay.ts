import { isObject } from "../../protocol/json";
import { errorObject } from "./error-object";

const SECONDS = /^(\d{1,9}(?:\.\d{1,9})?)s$/;

/** How long an error body asks to wait (`google.rpc.RetryInfo`); null where it does not say. */
export function retryDelayMs(body: unknown): number | null {
  const details = errorObject(body)?.details;
  if (!Array.isArray(details)) return null;
  for (const detail of details) {
    const delay = isObject(detail) ? detail.retryDelay : undefined;
    const seconds = typeof delay === "string" ? SECONDS.exec(delay)?.[1] : undefined;
    if (seconds !== undefined) return Math.ceil(Number(seconds) * 1000);
  }
  return null;
}
