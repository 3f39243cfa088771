"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { toast } from "sonner";
import type { ApiKeyRow } from "@/lib/queries/api-keys";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Notice } from "../ui/notice";
import type { RevokeKey } from "./key-actions";

interface RevokeKeyDialogProps {
  projectId: string;
  apiKey: ApiKeyRow;
  revokeKey: RevokeKey;
  onClose: () => void;
}

export function RevokeKeyDialog({ projectId, apiKey, revokeKey, onClose }: RevokeKeyDialogProps) {
  const router = useRouter();
  const [error, setError] = useState<string | null>(null);
  const [isBusy, startTransition] = useTransition();

  function revoke() {
    startTransition(async () => {
      const result = await revokeKey({ projectId, keyId: apiKey.id });
      if (!result.ok) return setError(result.error.message);
      toast(`Key “${apiKey.name}” is revoked`);
      onClose();
      router.refresh();
    });
  }

  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={`Revoke “${apiKey.name}”?`}
      description="Calls with this key are refused within a second. This cannot be undone; its past requests stay."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button intent="danger" onClick={revoke} isBusy={isBusy}>
            Revoke key
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        <code className="font-mono text-13 text-muted">{apiKey.prefix}…</code>
        {error ? <Notice intent="danger">{error}</Notice> : null}
      </div>
    </Dialog>
  );
}
