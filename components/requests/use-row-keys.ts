"use client";

import { useEffect, useEffectEvent } from "react";

interface RowKeys {
  onMove: (step: 1 | -1) => void;
  onOpen: () => void;
  onEscape: () => void;
}

const STEP: Record<string, 1 | -1> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

/** Controls that arrow keys already mean something to. */
const OWNS_ARROWS = "[role=tab],[role=radio],[role=combobox],[aria-haspopup]";

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
    const target = event.target instanceof Element ? event.target : null;
    const isOnControl = target?.closest("a,button") != null;
    const ownsArrows = target?.closest(OWNS_ARROWS) != null;
    if (step !== undefined && !(ownsArrows && event.key.startsWith("Arrow"))) {
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
