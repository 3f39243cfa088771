import { cva, type VariantProps } from "class-variance-authority";
import type { ReactNode } from "react";

const badge = cva(
  "inline-flex h-5 max-w-full shrink-0 items-center gap-1.5 truncate rounded-sm border px-1.5 text-12",
  {
    variants: {
      intent: {
        neutral: "border-line bg-sunken text-muted",
        quiet: "border-transparent bg-transparent text-muted",
        accent: "border-transparent bg-accent-soft text-accent",
        success: "border-transparent bg-success-soft text-success",
        warning: "border-transparent bg-warning-soft text-warning",
        danger: "border-transparent bg-danger-soft text-danger",
      },
      font: { sans: "", mono: "font-mono" },
    },
    defaultVariants: { intent: "neutral", font: "sans" },
  },
);

export function Badge({
  intent,
  font,
  children,
}: VariantProps<typeof badge> & { children: ReactNode }) {
  return <span className={badge({ intent, font })}>{children}</span>;
}
