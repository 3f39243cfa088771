"use client";

import { Menu } from "lucide-react";
import { Button } from "../ui/button";
import { useShell } from "./shell-state";

/** Opens the rail where it is a sheet. */
export function RailTrigger() {
  const { setRailSheetOpen } = useShell();
  return (
    <span className="-ml-2 md:hidden">
      <Button
        intent="ghost"
        size="icon"
        aria-label="Open navigation"
        onClick={() => setRailSheetOpen(true)}
      >
        <Menu aria-hidden="true" />
      </Button>
    </span>
  );
}
