"use client";

import { useEffect, useEffectEvent } from "react";

interface RowKeys {
  onMove: (step: 1 | -1) => void;
  onOpen: () => void;
  onEscape: () => void;
}

const STEP: Record<string, 1 | -1> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

/** Typing, and anything that floats above the page, keeps its own keys. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return true;
  const target = event.target;
  if (!(target instanceof Element)) return false;
  return target.closest("input,textarea,select,[role=dialog],[role=menu],[role=listbox]") !== null;
}

/** j/k and arrows move through rows, Enter opens, Esc leaves. */
export function useRowKeys({ onMove, onOpen, onEscape }: RowKeys): void {
  const handle = useEffectEvent((event: KeyboardEvent) => {
    if (isTaken(event)) return;
    const step = STEP[event.key];
    const isOnControl =
      event.target instanceof Element && event.target.closest("a,button,[role=tab]") !== null;
    if (step !== undefined && !(isOnControl && event.key.startsWith("Arrow"))) {
      event.preventDefault();
      onMove(step);
    } else if (event.key === "Enter" && !isOnControl) {
      onOpen();
    } else if (event.key === "Escape") {
      onEscape();
    }
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => handle(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
}
