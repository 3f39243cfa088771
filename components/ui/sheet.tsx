"use client";

import { Dialog } from "radix-ui";
import type { ReactNode } from "react";
import { useReturnFocus } from "./use-return-focus";

interface SheetProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  side: "left" | "right" | "bottom";
  title: string;
  children: ReactNode;
}

const EDGE = {
  left: "inset-y-0 left-0 w-[min(280px,86vw)] animate-slide-left-in border-r",
  right: "inset-y-0 right-0 w-[min(640px,100vw)] animate-slide-in border-l",
  bottom: "inset-x-0 bottom-0 max-h-[85vh] animate-fade-in rounded-t border-t",
} as const;

/** A panel from the edge; its title is for screen readers, the visible heading is the content's. */
export function Sheet(props: SheetProps) {
  return props.isOpen ? <OpenSheet {...props} /> : null;
}

function OpenSheet({ onOpenChange, side, title, children }: SheetProps) {
  const returnFocus = useReturnFocus();
  return (
    <Dialog.Root open onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade-in bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          onCloseAutoFocus={returnFocus}
          className={`fixed z-50 flex flex-col overflow-y-auto bg-canvas shadow-float outline-none ${EDGE[side]}`}
        >
          <Dialog.Title className="sr-only">{title}</Dialog.Title>
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
