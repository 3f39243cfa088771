"use client";

import { Command } from "cmdk";
import { Box, LogOut, Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { signOut } from "next-auth/react";
import { useTheme } from "next-themes";
import { Dialog } from "radix-ui";
import { type ReactNode, useState } from "react";
import { THEMES } from "./account-menu";
import { navigationSections } from "./navigation-sections";
import { useShell } from "./shell-state";
import type { ShellView } from "./shell-view";

const GROUP =
  "[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-12 [&_[cmdk-group-heading]]:text-faint";

const TRACE_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function CommandPalette({ view }: { view: ShellView }) {
  const { isPaletteOpen, setPaletteOpen } = useShell();
  return (
    <Dialog.Root open={isPaletteOpen} onOpenChange={setPaletteOpen}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade-in bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[16vh] left-1/2 z-50 w-[min(560px,calc(100vw-32px))] -translate-x-1/2 animate-fade-in overflow-hidden rounded border bg-float shadow-float outline-none"
        >
          <Dialog.Title className="sr-only">Go to</Dialog.Title>
          <Palette view={view} close={() => setPaletteOpen(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Palette({ view, close }: { view: ShellView; close: () => void }) {
  const router = useRouter();
  const { setTheme } = useTheme();
  const [search, setSearch] = useState("");
  const base = `/dashboard/${view.organization.slug}/${view.project.slug}`;
  const traceId = search.trim();
  const looksLikeTraceId = TRACE_ID.test(traceId);
  const run = (action: () => void) => () => {
    close();
    action();
  };
  return (
    <Command label="Go to" loop>
      <div className="flex h-11 items-center gap-2 border-b px-4">
        <Search className="size-4 shrink-0 text-faint" aria-hidden="true" />
        <Command.Input
          value={search}
          onValueChange={setSearch}
          placeholder="Go to a page, a project or a trace id"
          className="min-w-0 flex-1 bg-transparent text-14 outline-none placeholder:text-faint"
        />
      </div>
      <Command.List className="max-h-[min(480px,60vh)] overflow-y-auto p-1">
        <Command.Empty className="p-3 text-13 text-faint">Nothing by that name.</Command.Empty>
        {looksLikeTraceId ? (
          <PaletteItem
            value={`open trace ${traceId}`}
            icon={<Search aria-hidden="true" />}
            onSelect={run(() => router.push(`${base}/requests/${encodeURIComponent(traceId)}`))}
          >
            Open trace <span className="font-mono text-12">{traceId}</span>
          </PaletteItem>
        ) : null}
        <Command.Group heading="Pages" className={GROUP}>
          {navigationSections(base, view.isOnboarded)
            .flatMap((section) => section.items)
            .map((item) => (
              <PaletteItem
                key={item.href}
                value={item.label}
                icon={<item.icon aria-hidden="true" />}
                onSelect={run(() => router.push(item.href))}
              >
                {item.label}
              </PaletteItem>
            ))}
        </Command.Group>
        <Command.Group heading="Projects" className={GROUP}>
          {view.navigation.organizations.flatMap((organization) =>
            organization.projects.map((project) => (
              <PaletteItem
                key={project.id}
                value={`project ${organization.name} ${project.name} ${project.id}`}
                icon={<Box aria-hidden="true" />}
                onSelect={run(() =>
                  router.push(`/dashboard/${organization.slug}/${project.slug}/requests`),
                )}
              >
                {project.name} <span className="text-faint">{organization.name}</span>
              </PaletteItem>
            )),
          )}
        </Command.Group>
        <Command.Group heading="Account" className={GROUP}>
          {THEMES.map(({ value, label, icon: Icon }) => (
            <PaletteItem
              key={value}
              value={`theme ${label}`}
              icon={<Icon aria-hidden="true" />}
              onSelect={run(() => setTheme(value))}
            >
              Theme: {label.toLowerCase()}
            </PaletteItem>
          ))}
          <PaletteItem
            value="sign out"
            icon={<LogOut aria-hidden="true" />}
            onSelect={run(() => void signOut({ callbackUrl: "/sign-in" }))}
          >
            Sign out
          </PaletteItem>
        </Command.Group>
      </Command.List>
    </Command>
  );
}

interface PaletteItemProps {
  value: string;
  icon: ReactNode;
  onSelect: () => void;
  children: ReactNode;
}

function PaletteItem({ value, icon, onSelect, children }: PaletteItemProps) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex h-9 cursor-default select-none items-center gap-2.5 rounded-sm px-2 text-13 data-[selected=true]:bg-sunken [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-faint"
    >
      {icon}
      <span className="min-w-0 truncate">{children}</span>
    </Command.Item>
  );
}
