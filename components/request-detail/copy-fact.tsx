"use client";

import type { ReactNode } from "react";
import { toast } from "sonner";

interface CopyFactProps {
  copy: string;
  name: string;
  children: ReactNode;
}

export function CopyFact({ copy, name, children }: CopyFactProps) {
  async function write() {
    try {
      await navigator.clipboard.writeText(copy);
      toast(`Copied ${name}: ${copy}`);
    } catch {
      toast.error("The browser refused access to the clipboard.");
    }
  }
  return (
    <button
      type="button"
      onClick={write}
      title={`Copy ${name}`}
      className="min-w-0 truncate rounded-sm text-left hover:text-accent"
    >
      {children}
    </button>
  );
}
