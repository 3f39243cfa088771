"use client";

import { Command } from "cmdk";
import { Check, ChevronsUpDown, Plus, Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { Popover } from "radix-ui";
import { useState } from "react";
import { CreateProjectDialog } from "./create-project-dialog";
import type { ShellView } from "./shell-view";

const ITEM =
  "flex h-8 cursor-default select-none items-center gap-2 rounded-sm px-2 text-13 data-[selected=true]:bg-sunken [&_svg]:size-4 [&_svg]:text-faint";

/** Switches project; the filter matches project and organization names. */
export function ProjectSwitcher({ view, isCollapsed }: { view: ShellView; isCollapsed: boolean }) {
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
  const [isCreating, setIsCreating] = useState(false);
  return (
    <>
      <Popover.Root open={isOpen} onOpenChange={setIsOpen}>
        <Popover.Trigger asChild>
          <button
            type="button"
            aria-label={`Project ${view.project.name} of ${view.organization.name}: switch`}
            className={`flex items-center gap-2 rounded border bg-surface text-left transition-colors hover:border-line-strong ${isCollapsed ? "size-8 justify-center" : "h-11 w-full px-2"}`}
          >
            <span className="grid size-6 shrink-0 place-items-center rounded-sm bg-ink font-medium text-12 text-canvas">
              {view.organization.name.slice(0, 1).toUpperCase()}
            </span>
            {isCollapsed ? null : (
              <>
                <span className="min-w-0 flex-1">
                  <span className="block truncate text-12 text-faint leading-4">
                    {view.organization.name}
                  </span>
                  <span className="block truncate font-medium text-13 leading-4">
                    {view.project.name}
                  </span>
                </span>
                <ChevronsUpDown className="size-3.5 shrink-0 text-faint" aria-hidden="true" />
              </>
            )}
          </button>
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Content
            align="start"
            sideOffset={4}
            collisionPadding={8}
            className="z-60 w-64 animate-pop-in rounded border bg-float shadow-float outline-none"
          >
            <Command label="Switch project" loop>
              <div className="flex h-9 items-center gap-2 border-b px-3">
                <Search className="size-4 shrink-0 text-faint" aria-hidden="true" />
                <Command.Input
                  placeholder="Find a project"
                  className="min-w-0 flex-1 bg-transparent text-13 outline-none placeholder:text-faint"
                />
              </div>
              <Command.List className="max-h-72 overflow-y-auto p-1">
                <Command.Empty className="px-2 py-3 text-13 text-faint">
                  No project has that name.
                </Command.Empty>
                {view.navigation.organizations.map((organization) => (
                  <Command.Group
                    key={organization.id}
                    heading={organization.name}
                    className="[&_[cmdk-group-heading]]:truncate [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-12 [&_[cmdk-group-heading]]:text-faint"
                  >
                    {organization.projects.map((project) => (
                      <Command.Item
                        key={project.id}
                        value={`${organization.name} ${project.name} ${project.id}`}
                        className={ITEM}
                        onSelect={() => {
                          setIsOpen(false);
                          router.push(`/dashboard/${organization.slug}/${project.slug}/requests`);
                        }}
                      >
                        <span className="min-w-0 flex-1 truncate">{project.name}</span>
                        {project.id === view.project.id ? <Check aria-label="Current" /> : null}
                      </Command.Item>
                    ))}
                  </Command.Group>
                ))}
                {view.canCreateProject ? (
                  <Command.Item
                    value="create project"
                    className={ITEM}
                    onSelect={() => {
                      setIsOpen(false);
                      setIsCreating(true);
                    }}
                  >
                    <Plus aria-hidden="true" />
                    Create project
                  </Command.Item>
                ) : null}
              </Command.List>
            </Command>
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
      {isCreating ? <CreateProjectDialog view={view} onClose={() => setIsCreating(false)} /> : null}
    </>
  );
}
