import { z } from "zod";
import { parseJson } from "../protocol/json";
import { runtime } from "../runtime";
import { ChangeListener } from "./change-listener";

/** Called with the number of new traces; 0 means some may have been missed. */
export type TraceFeedListener = (count: number) => void;

const notice = z.object({ projectId: z.string(), count: z.number().int().nonnegative() });

/** Hands the recorder's announcements to whoever watches a project, over one connection per process. */
class TraceFeed {
  readonly #listenersByProject = new Map<string, Set<TraceFeedListener>>();
  readonly #connection: ChangeListener;
  #wasConnected = false;

  constructor(databaseUrl: string) {
    this.#connection = new ChangeListener({
      databaseUrl,
      channel: "prysm_traces",
      onChange: (payload) => this.#announce(payload),
      onConnected: () => this.#onConnected(),
      log: runtime().log,
    });
  }

  watch(projectId: string, listener: TraceFeedListener): () => void {
    const listeners = this.#listenersByProject.get(projectId) ?? new Set();
    this.#listenersByProject.set(projectId, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listenersByProject.get(projectId) === listeners) {
        this.#listenersByProject.delete(projectId);
      }
    };
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  #announce(payload: string): void {
    const parsed = notice.safeParse(parseJson(payload));
    if (!parsed.success) return;
    const { projectId, count } = parsed.data;
    for (const listener of this.#listenersByProject.get(projectId) ?? []) listener(count);
  }

  #onConnected(): void {
    if (this.#wasConnected) {
      for (const listeners of this.#listenersByProject.values()) {
        for (const listener of listeners) listener(0);
      }
    }
    this.#wasConnected = true;
  }
}

/** Calls `listener` whenever traces of the project were stored; returns the function that ends it. */
export function watchTraces(projectId: string, listener: TraceFeedListener): () => void {
  const current = runtime();
  const databaseUrl = current.env.DATABASE_URL;
  if (!databaseUrl) throw new Error("DATABASE_URL is not set in this process.");
  const feed = current.once(
    "trace-feed",
    () => new TraceFeed(databaseUrl),
    (opened) => opened.close(),
  );
  return feed.watch(projectId, listener);
}
