import type { RequestRow } from "./requests";

/** A call that did not get through, and why. */
export interface RefusedRow {
  id: string;
  createdAt: string;
  httpStatus: number | null;
  code: string;
  message: string;
  /** In plain words. */
  reason: string;
  keyPrefix: string | null;
  /** Set when the call belongs to this project and can be opened. */
  traceId: string | null;
}

export interface Onboarding {
  hasKey: boolean;
  /** The project's first call that was answered. */
  firstTrace: RequestRow | null;
  recentTraces: RequestRow[];
  refused: RefusedRow[];
}

/** `since` bounds the refused calls; without it the last 15 minutes count. */
export async function getOnboarding(
  _projectId: string,
  _viewerAddress: string,
  _options: { since?: Date } = {},
): Promise<Onboarding> {
  return { hasKey: false, firstTrace: null, recentTraces: [], refused: [] };
}
