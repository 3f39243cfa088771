"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import type { ProviderRow, ProviderSettings } from "@/lib/queries/providers";
import { PageFrame } from "../layout/page-frame";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { DefaultProviderSetting } from "./default-provider-setting";
import { DeleteProviderDialog } from "./delete-provider-dialog";
import { ExampleProviders } from "./example-providers";
import { InstanceProviders } from "./instance-providers";
import type { ProviderActions } from "./provider-actions";
import { ProviderLine } from "./provider-line";
import { ProviderSheet } from "./provider-sheet";
import { RotateKeyDialog } from "./rotate-key-dialog";

interface ProvidersViewProps {
  projectId: string;
  settings: ProviderSettings;
  canManage: boolean;
  actions: ProviderActions;
}

type Open = { kind: "add" } | { kind: "edit" | "rotate" | "delete"; provider: ProviderRow } | null;

export function ProvidersView({ projectId, settings, canManage, actions }: ProvidersViewProps) {
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const add = canManage ? (
    <Button intent="primary" onClick={() => setOpen({ kind: "add" })}>
      <Plus aria-hidden="true" />
      Add provider
    </Button>
  ) : null;
  return (
    <PageFrame title="Providers" actions={settings.providers.length > 0 ? add : null}>
      <div className="@container grid max-w-5xl gap-4">
        <p className="max-w-2xl text-13 text-muted">
          Where the gateway sends this project’s calls. Keys are encrypted and never shown again.
          {canManage ? null : " Your role may look; admins and owners may change providers."}
        </p>
        {settings.providers.length === 0 ? (
          <EmptyState
            title="No provider of your own yet"
            sentence={`Add the services your models run on. Until then calls go to ${settings.instanceDefault}, which this instance provides.`}
            action={add}
            example={<ExampleProviders />}
          />
        ) : (
          <Card padding="none">
            <ul aria-label="Providers of this project">
              {settings.providers.map((provider) => (
                <ProviderLine
                  key={provider.id}
                  projectId={projectId}
                  provider={provider}
                  actions={canManage ? actions : null}
                  onEdit={() => setOpen({ kind: "edit", provider })}
                  onRotate={() => setOpen({ kind: "rotate", provider })}
                  onDelete={() => setOpen({ kind: "delete", provider })}
                />
              ))}
            </ul>
          </Card>
        )}
        <DefaultProviderSetting
          projectId={projectId}
          settings={settings}
          canManage={canManage}
          setDefault={actions.setDefault}
        />
        <InstanceProviders providers={settings.instanceProviders} />
      </div>
      {open?.kind === "add" || open?.kind === "edit" ? (
        <ProviderSheet
          projectId={projectId}
          settings={settings}
          provider={open.kind === "edit" ? open.provider : null}
          actions={actions}
          onClose={close}
        />
      ) : null}
      {open?.kind === "rotate" ? (
        <RotateKeyDialog
          projectId={projectId}
          provider={open.provider}
          rotateKey={actions.rotateKey}
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
