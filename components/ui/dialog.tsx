"use client";

import { X } from "lucide-react";
import { Dialog as RadixDialog } from "radix-ui";
import type { ReactNode } from "react";
import { Button } from "./button";
import { useReturnFocus } from "./use-return-focus";

interface DialogProps {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  description?: ReactNode;
  children?: ReactNode;
  footer?: ReactNode;
  /** False keeps the dialog open on an outside click or Esc: for what is shown only once. */
  isDismissable?: boolean;
}

export function Dialog(props: DialogProps) {
  return props.isOpen ? <OpenDialog {...props} /> : null;
}

function OpenDialog(props: DialogProps) {
  const returnFocus = useReturnFocus();
  const { onOpenChange, title, description, children, footer, isDismissable = true } = props;
  const guard = (event: Event) => {
    if (!isDismissable) event.preventDefault();
  };
  return (
    <RadixDialog.Root open onOpenChange={onOpenChange}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className="fixed inset-0 z-40 animate-fade-in bg-scrim" />
        <RadixDialog.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          onCloseAutoFocus={returnFocus}
          onEscapeKeyDown={guard}
          onInteractOutside={guard}
          className="fixed top-[14vh] left-1/2 z-50 flex max-h-[76vh] w-[min(480px,calc(100vw-32px))] -translate-x-1/2 animate-fade-in flex-col rounded border bg-float shadow-float outline-none"
        >
          <div className="flex items-start justify-between gap-4 p-5 pb-0">
            <div className="grid gap-1">
              <RadixDialog.Title className="font-semibold text-16">{title}</RadixDialog.Title>
              {description ? (
                <RadixDialog.Description className="text-13 text-muted">
                  {description}
                </RadixDialog.Description>
              ) : null}
            </div>
            {isDismissable ? (
              <RadixDialog.Close asChild>
                <Button intent="ghost" size="icon-sm" aria-label="Close">
                  <X aria-hidden="true" />
                </Button>
              </RadixDialog.Close>
            ) : null}
          </div>
          <div className="min-h-0 overflow-y-auto p-5">{children}</div>
          {footer ? (
            <div className="flex justify-end gap-2 border-t px-5 py-3">{footer}</div>
          ) : null}
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}
