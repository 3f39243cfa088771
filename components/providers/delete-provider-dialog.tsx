"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import type { ProviderRow } from "@/lib/queries/providers";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Notice } from "../ui/notice";
import type { ProviderActions } from "./provider-actions";

interface DeleteProviderDialogProps {
  projectId: string;
  provider: ProviderRow;
  actions: ProviderActions;
  onClose: () => void;
}

export function DeleteProviderDialog(props: DeleteProviderDialogProps) {
  const { projectId, provider, actions, onClose } = props;
  const router = useRouter();
  const [error, setError] = useState<string | null>(null);
  const [isBusy, startTransition] = useTransition();

  function remove() {
    startTransition(async () => {
      const result = await actions.remove({ projectId, providerId: provider.id });
      if (!result.ok) return setError(result.error.message);
      onClose();
      router.refresh();
    });
  }

  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={`Delete ${provider.name}?`}
      description={`Its stored key is destroyed and calls no longer go there.${provider.isDefault ? " It is this project’s default: the instance’s default takes its place." : ""} Past requests stay.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button intent="danger" onClick={remove} isBusy={isBusy}>
            Delete provider
          </Button>
        </>
      }
    >
      {error ? <Notice intent="danger">{error}</Notice> : null}
    </Dialog>
  );
}
