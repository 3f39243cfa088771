import { cva, type VariantProps } from "class-variance-authority";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { Spinner } from "./spinner";

const button = cva(
  "inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded border font-medium transition-colors disabled:pointer-events-none disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      intent: {
        primary: "border-transparent bg-accent text-on-accent hover:bg-accent-hover",
        secondary: "border-line-strong bg-surface text-ink hover:bg-sunken",
        ghost: "border-transparent bg-transparent text-muted hover:bg-sunken hover:text-ink",
        danger: "border-transparent bg-danger text-on-accent hover:bg-danger-hover",
        "danger-ghost": "border-transparent bg-transparent text-danger hover:bg-danger-soft",
      },
      size: {
        sm: "h-7 px-2 text-12",
        md: "h-8 px-3 text-13",
        lg: "h-9 px-4 text-14",
        icon: "size-8",
        "icon-sm": "size-7",
      },
      width: { auto: "", full: "w-full" },
    },
    defaultVariants: { intent: "secondary", size: "md", width: "auto" },
  },
);

type ButtonProps = Omit<ComponentProps<"button">, "className"> &
  VariantProps<typeof button> & { isBusy?: boolean; asChild?: boolean };

/** `asChild` gives the look to a link; `isBusy` keeps the width and blocks a second press. */
export function Button(props: ButtonProps) {
  const {
    intent,
    size,
    width,
    isBusy = false,
    asChild = false,
    children,
    disabled,
    ...rest
  } = props;
  const look = button({ intent, size, width });
  if (asChild) {
    return (
      <Slot.Root className={look} {...rest}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button
      type="button"
      className={look}
      disabled={disabled === true || isBusy}
      aria-busy={isBusy || undefined}
      {...rest}
    >
      {isBusy ? <Spinner /> : null}
      {children}
    </button>
  );
}
