"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { toast } from "sonner";
import { Button } from "./button";

const CONFIRM_MS = 1_600;

interface CopyButtonProps {
  /** A function is called only when pressed, for text that is expensive to make. */
  text: string | (() => string);
  label: string;
  look?: "icon" | "text";
  intent?: "primary" | "secondary" | "ghost";
}

export function CopyButton({ text, label, look = "icon", intent = "ghost" }: CopyButtonProps) {
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), CONFIRM_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(typeof text === "string" ? text : text());
      setIsCopied(true);
    } catch {
      toast.error(
        "The browser refused access to the clipboard. Select the text and copy it by hand.",
      );
    }
  }

  const icon = isCopied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />;
  return (
    <Button
      intent={intent}
      size={look === "icon" ? "icon-sm" : "sm"}
      onClick={copy}
      {...(look === "icon" ? { "aria-label": isCopied ? "Copied" : label, title: label } : {})}
    >
      {icon}
      {look === "text" ? <span aria-live="polite">{isCopied ? "Copied" : label}</span> : null}
    </Button>
  );
}
