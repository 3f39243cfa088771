"use client";

import { PanelLeftClose, PanelLeftOpen, Search } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { Button } from "../ui/button";
import { Kbd } from "../ui/kbd";
import { Tooltip } from "../ui/tooltip";
import { AccountMenu } from "./account-menu";
import { LogoMark } from "./logo";
import { type NavigationItem, navigationSections } from "./navigation-sections";
import { ProjectSwitcher } from "./project-switcher";
import { useShell } from "./shell-state";
import type { ShellView } from "./shell-view";

interface RailProps {
  view: ShellView;
  isCollapsed: boolean;
  /** Inside the sheet there is nothing to collapse. */
  isInSheet?: boolean;
  onNavigate?: () => void;
}

export function Rail({ view, isCollapsed, isInSheet = false, onNavigate }: RailProps) {
  const { toggleRail, setPaletteOpen } = useShell();
  const base = `/dashboard/${view.organization.slug}/${view.project.slug}`;
  const Toggle = isCollapsed ? PanelLeftOpen : PanelLeftClose;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div
        className={`flex h-12 shrink-0 items-center ${isCollapsed ? "justify-center" : "justify-between pr-2 pl-3"}`}
      >
        <Link
          href={`${base}/requests`}
          className="flex items-center gap-2 rounded"
          aria-label="Prysm"
        >
          <LogoMark id={isInSheet ? "sheet" : "rail"} />
          {isCollapsed ? null : <span className="font-semibold text-14 tracking-tight">Prysm</span>}
        </Link>
        {isInSheet || isCollapsed ? null : (
          <Button
            intent="ghost"
            size="icon-sm"
            onClick={toggleRail}
            aria-label="Collapse navigation"
          >
            <Toggle aria-hidden="true" />
          </Button>
        )}
      </div>
      <div className={`grid gap-2 pb-2 ${isCollapsed ? "justify-center" : "px-2"}`}>
        <ProjectSwitcher view={view} isCollapsed={isCollapsed} />
        {isCollapsed ? (
          <Tooltip content="Search and jump" side="right">
            <Button
              intent="ghost"
              size="icon"
              aria-label="Search and jump"
              onClick={() => setPaletteOpen(true)}
            >
              <Search aria-hidden="true" />
            </Button>
          </Tooltip>
        ) : (
          <button
            type="button"
            onClick={() => {
              onNavigate?.();
              setPaletteOpen(true);
            }}
            className="flex h-8 items-center gap-2 rounded border bg-surface pr-1.5 pl-2 text-13 text-faint transition-colors hover:border-line-strong hover:text-muted"
          >
            <Search className="size-4" aria-hidden="true" />
            <span className="flex-1 text-left">Go to</span>
            <Kbd>⌘K</Kbd>
          </button>
        )}
      </div>
      <nav
        aria-label="Main"
        className={`flex-1 overflow-y-auto py-1 ${isCollapsed ? "px-3" : "px-2"}`}
      >
        {navigationSections(base, view.isOnboarded).map((section) => (
          <div key={section.label} className="mb-3">
            {isCollapsed ? null : (
              <p className="px-2 pt-1 pb-1 text-12 text-faint">{section.label}</p>
            )}
            <ul className="grid gap-px">
              {section.items.map((item) => (
                <RailLink
                  key={item.href}
                  item={item}
                  isCollapsed={isCollapsed}
                  {...(onNavigate ? { onNavigate } : {})}
                />
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <div className={`grid gap-1 border-t py-2 ${isCollapsed ? "justify-center" : "px-2"}`}>
        {isCollapsed ? (
          <Button intent="ghost" size="icon" onClick={toggleRail} aria-label="Expand navigation">
            <Toggle aria-hidden="true" />
          </Button>
        ) : null}
        <AccountMenu user={view.user} isCollapsed={isCollapsed} />
      </div>
    </div>
  );
}

interface RailLinkProps {
  item: NavigationItem;
  isCollapsed: boolean;
  onNavigate?: () => void;
}

function RailLink({ item, isCollapsed, onNavigate }: RailLinkProps) {
  const pathname = usePathname();
  const isCurrent = pathname === item.scope || pathname.startsWith(`${item.scope}/`);
  const link = (
    <Link
      href={item.href}
      {...(onNavigate ? { onClick: onNavigate } : {})}
      {...(isCurrent ? { "aria-current": "page" as const } : {})}
      {...(isCollapsed ? { "aria-label": item.label } : {})}
      className={`relative flex h-8 items-center gap-2 rounded text-13 transition-colors ${isCollapsed ? "w-8 justify-center" : "px-2"} ${isCurrent ? "bg-sunken font-medium text-ink" : "text-muted hover:bg-sunken hover:text-ink"}`}
    >
      {isCurrent ? (
        <span
          aria-hidden="true"
          className={`spectrum spectrum-down absolute inset-y-1.5 w-0.5 rounded-full ${isCollapsed ? "-left-3" : "-left-2"}`}
        />
      ) : null}
      <item.icon className="size-4 shrink-0" aria-hidden="true" />
      {isCollapsed ? null : <span className="truncate">{item.label}</span>}
    </Link>
  );
  return (
    <li>
      {isCollapsed ? (
        <Tooltip content={item.label} side="right">
          {link}
        </Tooltip>
      ) : (
        link
      )}
    </li>
  );
}
