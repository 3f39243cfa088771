import { PrysmError } from "../../errors";
import type { ProviderCall } from "../provider";

/** URL parsers drop control characters without a word, which would let their neighbours form a dot segment. */
const PRINTABLE = /^[!-\u{10ffff}]+$/u;
const DOT_SEGMENT = /^\.{1,2}$/;

/**
 * The path of a call that passes through, with its query, to be put behind a base URL. Throws 400 for a
 * path that would lead out from below it.
 */
export function rawPath(call: ProviderCall): string {
  const path = call.raw?.path ?? "";
  const [pathname = ""] = path.split(/[?#]/, 1);
  const segments = pathname.replace(/%2e/gi, ".").split(/[\\/]/);
  const isBelow =
    path.startsWith("/") &&
    PRINTABLE.test(path) &&
    !segments.some((segment) => DOT_SEGMENT.test(segment));
  if (isBelow) return path;
  throw new PrysmError("invalid_request", "The path must not contain spaces or dot segments.");
}
