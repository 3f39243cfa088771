"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import type { CreatedKey, CreateKey } from "./key-actions";
import { KeyOnce } from "./key-once";

interface CreateKeyDialogProps {
  projectId: string;
  createKey: CreateKey;
  onClose: () => void;
}

export function CreateKeyDialog({ projectId, createKey, onClose }: CreateKeyDialogProps) {
  const router = useRouter();
  const [name, setName] = useState("");
  const [error, setError] = useState<string>();
  const [created, setCreated] = useState<CreatedKey | null>(null);
  const [isBusy, startTransition] = useTransition();

  function create(event: FormEvent) {
    event.preventDefault();
    startTransition(async () => {
      const result = await createKey({ projectId, name });
      if (!result.ok) return setError(result.error.fieldErrors?.name ?? result.error.message);
      setCreated(result.data);
      router.refresh();
    });
  }

  if (created) {
    return (
      <Dialog
        isOpen
        onOpenChange={onClose}
        isDismissable={false}
        title={`Key “${created.name}” is ready`}
        footer={
          <Button intent="primary" onClick={onClose}>
            Done
          </Button>
        }
      >
        <KeyOnce value={created.key} />
      </Dialog>
    );
  }
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title="Create API key"
      description="The name tells people later where the key is used."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button intent="primary" type="submit" form="create-key" isBusy={isBusy}>
            Create key
          </Button>
        </>
      }
    >
      <form id="create-key" onSubmit={create}>
        <Field label="Name" error={error}>
          <Input
            value={name}
            onChange={(event) => setName(event.target.value)}
            placeholder="Production backend"
            autoComplete="off"
            maxLength={80}
            required
          />
        </Field>
      </form>
    </Dialog>
  );
}
