"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import { toast } from "sonner";
import type { ProviderRow } from "@/lib/queries/providers";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import type { ProviderActions } from "./provider-actions";

interface RotateKeyDialogProps {
  projectId: string;
  provider: ProviderRow;
  rotateKey: ProviderActions["rotateKey"];
  onClose: () => void;
}

export function RotateKeyDialog({ projectId, provider, rotateKey, onClose }: RotateKeyDialogProps) {
  const router = useRouter();
  const [credential, setCredential] = useState("");
  const [error, setError] = useState<string>();
  const [isBusy, startTransition] = useTransition();
  const isFirst = provider.credentialHint === null;

  function rotate(event: FormEvent) {
    event.preventDefault();
    startTransition(async () => {
      const result = await rotateKey({ projectId, providerId: provider.id, credential });
      if (!result.ok) return setError(result.error.fieldErrors?.credential ?? result.error.message);
      toast(`${provider.name} now uses ${result.data.credentialHint}`);
      onClose();
      router.refresh();
    });
  }

  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={isFirst ? `Set the key of ${provider.name}` : `Rotate the key of ${provider.name}`}
      description={
        isFirst
          ? "Calls use it within a second."
          : "Calls use the new key within a second. Then revoke the old one where you made it."
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button intent="primary" type="submit" form="rotate-key" isBusy={isBusy}>
            {isFirst ? "Set key" : "Rotate key"}
          </Button>
        </>
      }
    >
      <form id="rotate-key" noValidate onSubmit={rotate}>
        <Field
          label="New API key"
          aside={provider.credentialHint ? `now ${provider.credentialHint}` : undefined}
          hint="Encrypted at rest and never shown again."
          error={error}
        >
          <Input
            font="mono"
            type="password"
            autoComplete="off"
            autoFocus
            value={credential}
            onChange={(event) => {
              setCredential(event.target.value);
              setError(undefined);
            }}
          />
        </Field>
      </form>
    </Dialog>
  );
}
