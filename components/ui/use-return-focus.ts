"use client";

import { useState } from "react";

/**
 * For a component that is drawn while something floats above the page: gives the focus back, at the end, to
 * what had it when the component was first drawn.
 */
export function useReturnFocus(): (event: Event) => void {
  const [opener] = useState(() =>
    typeof document === "undefined" ? null : document.activeElement,
  );
  return (event) => {
    event.preventDefault();
    if (opener instanceof HTMLElement) opener.focus();
  };
}
