import { allowsPrivateUpstreams } from "../../env";
import { askUpstream, type UpstreamReply } from "../../outbound/ask-upstream";
import type { UpstreamRequest } from "../../providers/provider";
import { runtime } from "../../runtime";

const TIMEOUT_MS = 10_000;

/** Asks a project's upstream while a person waits, where this instance's settings let calls go. */
export function askProvider(request: UpstreamRequest): Promise<UpstreamReply> {
  const isGuarded = !allowsPrivateUpstreams(runtime().env);
  return askUpstream(request, { timeoutMs: TIMEOUT_MS, isGuarded });
}
