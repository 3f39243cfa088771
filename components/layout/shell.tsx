"use client";

import type { ReactNode } from "react";
import { Sheet } from "../ui/sheet";
import { CommandPalette } from "./command-palette";
import { Rail } from "./rail";
import { ShellStateProvider, useShell } from "./shell-state";
import type { ShellView } from "./shell-view";

interface ShellProps {
  view: ShellView;
  isRailCollapsed: boolean;
  children: ReactNode;
}

/** The frame of every dashboard page: rail (a sheet on phones), command palette, page. */
export function Shell({ view, isRailCollapsed, children }: ShellProps) {
  return (
    <ShellStateProvider isRailCollapsedAtFirst={isRailCollapsed}>
      <a
        href="#content"
        className="sr-only z-60 rounded bg-float px-3 py-2 text-13 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <div className="flex h-dvh overflow-hidden">
        <ShellRail view={view} />
        <main id="content" className="flex min-w-0 flex-1 flex-col overflow-hidden bg-surface">
          {children}
        </main>
      </div>
      <CommandPalette view={view} />
    </ShellStateProvider>
  );
}

function ShellRail({ view }: { view: ShellView }) {
  const { isRailCollapsed, isRailSheetOpen, setRailSheetOpen } = useShell();
  return (
    <>
      <aside
        aria-label="Sidebar"
        className={`flex shrink-0 flex-col border-r bg-canvas max-md:hidden ${isRailCollapsed ? "w-14" : "w-58"}`}
      >
        <Rail view={view} isCollapsed={isRailCollapsed} />
      </aside>
      <Sheet
        isOpen={isRailSheetOpen}
        onOpenChange={setRailSheetOpen}
        side="left"
        title="Navigation"
      >
        <Rail
          view={view}
          isCollapsed={false}
          isInSheet
          onNavigate={() => setRailSheetOpen(false)}
        />
      </Sheet>
    </>
  );
}
