"use client";

import { LogOut, Monitor, Moon, Sun } from "lucide-react";
import { signOut } from "next-auth/react";
import { useTheme } from "next-themes";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "../ui/menu";

export const THEMES = [
  { value: "light", label: "Light", icon: Sun },
  { value: "dark", label: "Dark", icon: Moon },
  { value: "system", label: "System", icon: Monitor },
] as const;

interface AccountMenuProps {
  user: { name: string; email: string };
  isCollapsed: boolean;
}

export function AccountMenu({ user, isCollapsed }: AccountMenuProps) {
  const { theme, setTheme } = useTheme();
  const initial = (user.name.trim() || user.email).slice(0, 1).toUpperCase();
  const trigger = (
    <button
      type="button"
      aria-label={`Account: ${user.name || user.email}`}
      className={`flex h-9 items-center gap-2 rounded text-left transition-colors hover:bg-sunken ${isCollapsed ? "w-8 justify-center" : "w-full px-2"}`}
    >
      <span className="grid size-6 shrink-0 place-items-center rounded-full border bg-surface font-medium text-12 text-muted">
        {initial}
      </span>
      {isCollapsed ? null : (
        <span className="min-w-0 flex-1 truncate text-13">{user.name || user.email}</span>
      )}
    </button>
  );
  return (
    <Menu trigger={trigger} side="top" label="Account">
      <MenuLabel>{user.email}</MenuLabel>
      <MenuSeparator />
      <MenuLabel>Theme</MenuLabel>
      {THEMES.map(({ value, label, icon: Icon }) => (
        <MenuItem
          key={value}
          icon={<Icon aria-hidden="true" />}
          isChecked={theme === value}
          onSelect={() => setTheme(value)}
        >
          {label}
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem
        icon={<LogOut aria-hidden="true" />}
        onSelect={() => void signOut({ callbackUrl: "/sign-in" })}
      >
        Sign out
      </MenuItem>
    </Menu>
  );
}
