import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps, ReactNode } from "react";

const frame = cva(
  "flex w-full items-center gap-2 rounded border bg-surface text-ink transition-colors focus-within:border-accent focus-within:outline-2 focus-within:outline-accent/30 hover:border-faint has-aria-invalid:border-danger has-disabled:opacity-60 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-faint",
  {
    variants: {
      size: { sm: "h-7 px-2 text-12", md: "h-8 px-2.5 text-13", lg: "h-9 px-3 text-14" },
      font: { sans: "", mono: "font-mono" },
    },
    defaultVariants: { size: "md", font: "sans" },
  },
);

type InputProps = Omit<ComponentProps<"input">, "className" | "size"> &
  VariantProps<typeof frame> & { icon?: ReactNode; trailing?: ReactNode };

export function Input({ size, font, icon, trailing, ...rest }: InputProps) {
  return (
    <span className={`border-line-strong ${frame({ size, font })}`}>
      {icon}
      <input
        className="h-full min-w-0 flex-1 bg-transparent outline-none placeholder:text-faint"
        {...rest}
      />
      {trailing}
    </span>
  );
}
