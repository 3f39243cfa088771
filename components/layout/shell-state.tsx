"use client";

import { createContext, type ReactNode, use, useEffect, useMemo, useState } from "react";

interface ShellState {
  isRailCollapsed: boolean;
  toggleRail: () => void;
  isRailSheetOpen: boolean;
  setRailSheetOpen: (isOpen: boolean) => void;
  isPaletteOpen: boolean;
  setPaletteOpen: (isOpen: boolean) => void;
}

const Context = createContext<ShellState | null>(null);

export function useShell(): ShellState {
  const state = use(Context);
  if (!state) throw new Error("useShell() is for components inside the dashboard's shell.");
  return state;
}

interface ShellStateProviderProps {
  children: ReactNode;
  isRailCollapsedAtFirst: boolean;
}

/** The rail's width is kept in a cookie, so that the server draws it right the first time. */
export function ShellStateProvider({ children, isRailCollapsedAtFirst }: ShellStateProviderProps) {
  const [isRailCollapsed, setRailCollapsed] = useState(isRailCollapsedAtFirst);
  const [isRailSheetOpen, setRailSheetOpen] = useState(false);
  const [isPaletteOpen, setPaletteOpen] = useState(false);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      setPaletteOpen((isOpen) => !isOpen);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);

  const state = useMemo(
    () => ({
      isRailCollapsed,
      toggleRail: () => {
        const next = isRailCollapsed ? "open" : "collapsed";
        // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in browsers we support
        document.cookie = `prysm_rail=${next}; path=/; max-age=31536000; samesite=lax`;
        setRailCollapsed(!isRailCollapsed);
      },
      isRailSheetOpen,
      setRailSheetOpen,
      isPaletteOpen,
      setPaletteOpen,
    }),
    [isRailCollapsed, isRailSheetOpen, isPaletteOpen],
  );
  return <Context value={state}>{children}</Context>;
}
