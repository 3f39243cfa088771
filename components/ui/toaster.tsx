"use client";

import { Toaster as Sonner } from "sonner";

export function Toaster() {
  return (
    <Sonner
      position="bottom-right"
      gap={8}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-[356px] max-w-full items-start gap-2 rounded border border-line bg-float px-3 py-2.5 text-13 text-ink shadow-float",
          description: "text-12 text-muted",
          icon: "mt-0.5 shrink-0 [&>svg]:size-4",
          error: "[&_[data-icon]]:text-danger",
          success: "[&_[data-icon]]:text-success",
        },
      }}
    />
  );
}
