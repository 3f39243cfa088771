"use client";

import { Check } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { createContext, type ReactNode, type RefObject, useContext, useRef } from "react";

/** What the chosen item does, kept until the menu is gone. */
const Choice = createContext<RefObject<(() => void) | null> | null>(null);

interface MenuProps {
  trigger: ReactNode;
  children: ReactNode;
  align?: "start" | "center" | "end";
  side?: "top" | "bottom" | "right";
  label: string;
}

/**
 * An item acts once the menu is gone and its trigger has the focus again, so that a dialog it opens can
 * give the focus back.
 */
export function Menu({ trigger, children, align = "start", side = "bottom", label }: MenuProps) {
  const choice = useRef<(() => void) | null>(null);
  function act() {
    const chosen = choice.current;
    choice.current = null;
    if (chosen) queueMicrotask(chosen);
  }
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
          onCloseAutoFocus={act}
          className="z-50 max-h-[70vh] min-w-48 animate-pop-in overflow-y-auto rounded border bg-float p-1 shadow-float outline-none"
        >
          <Choice value={choice}>{children}</Choice>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

const ITEM =
  "flex min-h-8 w-full cursor-default select-none items-center gap-2 rounded-sm px-2 text-13 outline-none data-disabled:opacity-50 data-highlighted:bg-sunken [&_svg]:size-4 [&_svg]:shrink-0";

interface MenuItemProps {
  children: ReactNode;
  icon?: ReactNode;
  intent?: "default" | "danger";
  isChecked?: boolean;
  trailing?: ReactNode;
  onSelect?: () => void;
  /** A link instead of an action. */
  asChild?: boolean;
}

export function MenuItem(props: MenuItemProps) {
  const {
    children,
    icon,
    intent = "default",
    isChecked,
    trailing,
    onSelect,
    asChild = false,
  } = props;
  const choice = useContext(Choice);
  const look = `${ITEM} ${intent === "danger" ? "text-danger" : "text-ink [&_svg]:text-faint"}`;
  if (asChild) {
    return (
      <DropdownMenu.Item asChild className={look}>
        {children}
      </DropdownMenu.Item>
    );
  }
  function choose() {
    if (choice && onSelect) choice.current = onSelect;
  }
  return (
    <DropdownMenu.Item className={look} onSelect={choose}>
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {trailing}
      {isChecked ? <Check aria-label="Selected" /> : null}
    </DropdownMenu.Item>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return (
    <DropdownMenu.Label className="px-2 pt-2 pb-1 text-12 text-faint">
      {children}
    </DropdownMenu.Label>
  );
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className="-mx-1 my-1 h-px bg-line" />;
}
