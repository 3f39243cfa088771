"use client";

import { useSyncExternalStore } from "react";

const TICK_MS = 5_000;
const listeners = new Set<() => void>();
let nowMs = 0;
let timer: ReturnType<typeof setInterval> | null = null;

function tick(): void {
  nowMs = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
    nowMs = 0;
  };
}

function snapshot(): number {
  if (nowMs === 0) nowMs = Date.now();
  return nowMs;
}

/** One clock for the whole page, in steps of 5 s; null while the server's markup is being adopted. */
export function useNow(): number | null {
  return useSyncExternalStore(subscribe, snapshot, () => null);
}
