"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import type { ProviderRow, ProviderSettings } from "@/lib/queries/providers";
import { PageFrame } from "../layout/page-frame";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Table, TableCell, TableHead, TableRow } from "../ui/table";
import { DefaultProviderSetting } from "./default-provider-setting";
import { DeleteProviderDialog } from "./delete-provider-dialog";
import type { ProviderActions } from "./provider-actions";
import { ProviderDialog } from "./provider-dialog";

interface ProvidersViewProps {
  projectId: string;
  settings: ProviderSettings;
  canManage: boolean;
  actions: ProviderActions;
}

const HEAD = [
  { label: "Name" },
  { label: "Base URL", hideBelow: "sm" },
  { label: "API key", hideBelow: "md" },
  { label: "Default model", hideBelow: "lg" },
  { label: "Actions", isHidden: true, align: "right" },
] as const;

type Open = { kind: "add" } | { kind: "edit" | "delete"; provider: ProviderRow } | null;

export function ProvidersView({ projectId, settings, canManage, actions }: ProvidersViewProps) {
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const defaultName = settings.defaultProvider ?? settings.instanceDefault;
  return (
    <PageFrame
      title="Providers"
      breadcrumb={[]}
      actions={
        canManage ? (
          <Button intent="primary" onClick={() => setOpen({ kind: "add" })}>
            <Plus aria-hidden="true" />
            Add provider
          </Button>
        ) : null
      }
    >
      <div className="grid max-w-5xl gap-4">
        <p className="max-w-2xl text-13 text-muted">
          Where the gateway sends this project’s calls. Keys are encrypted and never shown again.
          {canManage ? null : " Your role may look; admins and owners may change providers."}
        </p>
        <DefaultProviderSetting
          projectId={projectId}
          settings={settings}
          canManage={canManage}
          setDefault={actions.setDefault}
        />
        <Card padding="none">
          <Table caption="Providers">
            <TableHead cells={HEAD} />
            <tbody>
              {settings.providers.map((provider) => (
                <ProviderLine
                  key={provider.id}
                  provider={provider}
                  isDefault={provider.name === defaultName}
                  canManage={canManage}
                  onEdit={() => setOpen({ kind: "edit", provider })}
                  onDelete={() => setOpen({ kind: "delete", provider })}
                />
              ))}
              <EchoLine isDefault={defaultName === "echo"} />
            </tbody>
          </Table>
        </Card>
        <p className="max-w-2xl text-13 text-muted">
          <code className="font-mono text-12 text-ink">echo</code> is built in: it needs no key,
          costs nothing and repeats the last message, for trying things out and for tests.
        </p>
      </div>
      {open?.kind === "add" || open?.kind === "edit" ? (
        <ProviderDialog
          projectId={projectId}
          provider={open.kind === "edit" ? open.provider : null}
          actions={actions}
          onClose={close}
        />
      ) : null}
      {open?.kind === "delete" ? (
        <DeleteProviderDialog
          projectId={projectId}
          provider={open.provider}
          actions={actions}
          onClose={close}
        />
      ) : null}
    </PageFrame>
  );
}

function NameCell({ name, isDefault }: { name: string; isDefault: boolean }) {
  return (
    <span className="flex items-center gap-2">
      <span className="font-medium">{name}</span>
      {isDefault ? <Badge intent="accent">Default</Badge> : null}
    </span>
  );
}

interface ProviderLineProps {
  provider: ProviderRow;
  isDefault: boolean;
  canManage: boolean;
  onEdit: () => void;
  onDelete: () => void;
}

function ProviderLine({ provider, isDefault, canManage, onEdit, onDelete }: ProviderLineProps) {
  return (
    <TableRow>
      <TableCell>
        <NameCell name={provider.name} isDefault={isDefault} />
      </TableCell>
      <TableCell tone="muted" font="mono" hideBelow="sm">
        <span className="block max-w-80 truncate" title={provider.baseUrl}>
          {provider.baseUrl}
        </span>
      </TableCell>
      <TableCell tone="muted" font="mono" hideBelow="md">
        {provider.credentialHint ?? "none"}
      </TableCell>
      <TableCell tone="muted" font="mono" hideBelow="lg">
        {provider.defaultModel ?? "–"}
      </TableCell>
      <TableCell align="right">
        {canManage ? (
          <span className="inline-flex gap-1">
            <Button intent="ghost" size="sm" onClick={onEdit} aria-label={`Edit ${provider.name}`}>
              Edit
            </Button>
            <Button
              intent="danger-ghost"
              size="sm"
              onClick={onDelete}
              aria-label={`Delete ${provider.name}`}
            >
              Delete
            </Button>
          </span>
        ) : null}
      </TableCell>
    </TableRow>
  );
}

function EchoLine({ isDefault }: { isDefault: boolean }) {
  return (
    <TableRow>
      <TableCell>
        <NameCell name="echo" isDefault={isDefault} />
      </TableCell>
      <TableCell tone="muted" hideBelow="sm">
        Inside Prysm
      </TableCell>
      <TableCell tone="muted" hideBelow="md">
        Not needed
      </TableCell>
      <TableCell tone="muted" hideBelow="lg">
        None
      </TableCell>
      <TableCell align="right" tone="muted">
        <span className="text-12 text-faint">Built in</span>
      </TableCell>
    </TableRow>
  );
}
