"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import type { ActionError } from "@/lib/next/define-action";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { ListInput } from "../ui/list-input";
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
  const [allowedModels, setAllowedModels] = useState<string[]>([]);
  const [allowedProviders, setAllowedProviders] = useState<string[]>([]);
  const [errors, setErrors] = useState<FieldErrors>({});
  const [created, setCreated] = useState<CreatedKey | null>(null);
  const [isBusy, startTransition] = useTransition();

  function create(event: FormEvent) {
    event.preventDefault();
    startTransition(async () => {
      const result = await createKey({ projectId, name, allowedModels, allowedProviders });
      if (!result.ok) return setErrors(errorsOf(result.error));
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
      <form id="create-key" className="grid gap-4" onSubmit={create}>
        <Field label="Name" error={errors.name}>
          <Input
            value={name}
            onChange={(event) => setName(event.target.value)}
            placeholder="Production backend"
            autoComplete="off"
            maxLength={80}
            required
          />
        </Field>
        <Field
          label="Allowed models"
          aside="optional"
          hint="Empty allows every model. A * at the end stands for any ending."
          error={errors.allowedModels}
        >
          <ListInput
            value={allowedModels}
            onChange={setAllowedModels}
            noun="model"
            placeholder="gpt-4o*"
          />
        </Field>
        <Field
          label="Allowed providers"
          aside="optional"
          hint="Empty allows every provider, by the name it has in Settings."
          error={errors.allowedProviders}
        >
          <ListInput
            value={allowedProviders}
            onChange={setAllowedProviders}
            noun="provider"
            placeholder="openai"
          />
        </Field>
      </form>
    </Dialog>
  );
}

type FieldErrors = Partial<Record<"name" | "allowedModels" | "allowedProviders", string>>;

// A list's error is about one of its entries; what belongs to no field stands at the name.
function errorsOf({ message, fieldErrors = {} }: ActionError): FieldErrors {
  const [path = "name", text = message] = Object.entries(fieldErrors)[0] ?? [];
  const field = path.split(".")[0];
  return field === "allowedModels" || field === "allowedProviders"
    ? { [field]: text }
    : { name: text };
}
