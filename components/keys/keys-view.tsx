"use client";

import { KeyRound, Plus } from "lucide-react";
import { useState } from "react";
import type { ApiKeyRow } from "@/lib/queries/api-keys";
import { PageFrame } from "../layout/page-frame";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { Card } from "../ui/card";
import { Table, TableCell, TableHead, TableRow } from "../ui/table";
import { Time } from "../ui/time";
import { CreateKeyDialog } from "./create-key-dialog";
import type { CreateKey, RevokeKey } from "./key-actions";
import { RevokeKeyDialog } from "./revoke-key-dialog";

interface KeysViewProps {
  projectId: string;
  keys: readonly ApiKeyRow[];
  canCreate: boolean;
  canRevoke: boolean;
  createKey: CreateKey;
  revokeKey: RevokeKey;
}

const HEAD = [
  { label: "Name" },
  { label: "Key" },
  { label: "Created", hideBelow: "md" },
  { label: "Last used", hideBelow: "sm" },
  { label: "Actions", isHidden: true, align: "right" },
] as const;

export function KeysView(props: KeysViewProps) {
  const { projectId, keys, canCreate, canRevoke, createKey, revokeKey } = props;
  const [isCreating, setIsCreating] = useState(false);
  const [revoking, setRevoking] = useState<ApiKeyRow | null>(null);
  const create = canCreate ? (
    <Button intent="primary" onClick={() => setIsCreating(true)}>
      <Plus aria-hidden="true" />
      Create key
    </Button>
  ) : null;
  return (
    <PageFrame title="API keys" actions={create}>
      <div className="grid max-w-5xl gap-4">
        <p className="max-w-2xl text-13 text-muted">
          Your applications call the gateway with these keys. Give every application its own, so
          that one can be revoked without stopping the others.
          {canCreate ? null : " Your role may look at keys; members and above may create them."}
        </p>
        <Card padding="none">
          {keys.length === 0 ? (
            <div className="grid justify-items-center gap-3 px-4 py-14 text-center">
              <KeyRound className="size-5 text-faint" aria-hidden="true" />
              <p className="text-13 text-muted">No key yet. Without one every call is refused.</p>
              {create}
            </div>
          ) : (
            <Table caption="API keys">
              <TableHead cells={HEAD} />
              <tbody>
                {keys.map((apiKey) => (
                  <KeyLine
                    key={apiKey.id}
                    apiKey={apiKey}
                    onRevoke={canRevoke ? () => setRevoking(apiKey) : null}
                  />
                ))}
              </tbody>
            </Table>
          )}
        </Card>
      </div>
      {isCreating ? (
        <CreateKeyDialog
          projectId={projectId}
          createKey={createKey}
          onClose={() => setIsCreating(false)}
        />
      ) : null}
      {revoking ? (
        <RevokeKeyDialog
          projectId={projectId}
          apiKey={revoking}
          revokeKey={revokeKey}
          onClose={() => setRevoking(null)}
        />
      ) : null}
    </PageFrame>
  );
}

function KeyLine({ apiKey, onRevoke }: { apiKey: ApiKeyRow; onRevoke: (() => void) | null }) {
  const isRevoked = apiKey.revokedAt !== null;
  return (
    <TableRow>
      <TableCell tone={isRevoked ? "muted" : "ink"}>
        <span className="grid py-1.5">
          <span className="flex items-center gap-2">
            <span className="max-w-64 truncate font-medium">{apiKey.name}</span>
            {isRevoked ? <Badge>Revoked</Badge> : null}
          </span>
          <KeyLimits apiKey={apiKey} />
        </span>
      </TableCell>
      <TableCell tone="muted" font="mono">
        {apiKey.prefix}…
      </TableCell>
      <TableCell tone="muted" hideBelow="md">
        <Time iso={apiKey.createdAt} look="relative" />
        {apiKey.createdBy ? <span className="text-faint"> by {apiKey.createdBy}</span> : null}
      </TableCell>
      <TableCell tone="muted" hideBelow="sm">
        {apiKey.lastUsedAt ? <Time iso={apiKey.lastUsedAt} look="relative" /> : "Never"}
      </TableCell>
      <TableCell align="right">
        {isRevoked || !onRevoke ? null : (
          <Button
            intent="danger-ghost"
            size="sm"
            onClick={onRevoke}
            aria-label={`Revoke ${apiKey.name}`}
          >
            Revoke
          </Button>
        )}
      </TableCell>
    </TableRow>
  );
}

function KeyLimits({ apiKey }: { apiKey: ApiKeyRow }) {
  const limits = [
    limitOf("models", apiKey.allowedModels),
    limitOf("providers", apiKey.allowedProviders),
  ].filter((limit) => limit !== null);
  if (limits.length === 0) return null;
  const text = `Only ${limits.join(" · only ")}`;
  return (
    <span className="block max-w-64 truncate text-12 text-faint" title={text}>
      {text}
    </span>
  );
}

function limitOf(noun: string, allowed: readonly string[]): string | null {
  return allowed.length === 0 ? null : `${noun} ${allowed.join(", ")}`;
}
