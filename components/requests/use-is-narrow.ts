"use client";

import { type RefObject, useEffect, useState } from "react";

/** Tailwind's @3xl: from here on a row is one line. */
const ONE_LINE_PX = 768;

/** Whether the list is so narrow that its rows take two lines. */
export function useIsNarrow(ref: RefObject<HTMLElement | null>): boolean {
  const [isNarrow, setIsNarrow] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setIsNarrow(element.clientWidth < ONE_LINE_PX));
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return isNarrow;
}
