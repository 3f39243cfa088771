"use client";

import { type FormEvent, useState, useTransition } from "react";
import type { CreateKey } from "../keys/key-actions";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";

interface FirstKeyFormProps {
  projectId: string;
  createKey: CreateKey;
  onCreated: (key: string) => void;
  /** A key exists already; this makes another. */
  hasKey: boolean;
}

export function FirstKeyForm({ projectId, createKey, onCreated, hasKey }: FirstKeyFormProps) {
  const [name, setName] = useState(hasKey ? "" : "My first key");
  const [error, setError] = useState<string>();
  const [isBusy, startTransition] = useTransition();

  function create(event: FormEvent) {
    event.preventDefault();
    startTransition(async () => {
      const result = await createKey({ projectId, name });
      if (!result.ok) return setError(result.error.fieldErrors?.name ?? result.error.message);
      onCreated(result.data.key);
    });
  }

  return (
    <form onSubmit={create} className="grid gap-3">
      <p className="text-13 text-muted">
        {hasKey
          ? "This project has a key. Its secret cannot be shown again: use it if you stored it, or create another."
          : "Your application shows this key with every call, so that Prysm knows where it belongs."}
      </p>
      <div className="grid max-w-md grid-cols-[minmax(0,1fr)_auto] items-end gap-2">
        <Field label="Key name" error={error}>
          <Input
            value={name}
            onChange={(event) => setName(event.target.value)}
            maxLength={80}
            autoComplete="off"
            placeholder="Production backend"
            required
          />
        </Field>
        <Button intent={hasKey ? "secondary" : "primary"} type="submit" isBusy={isBusy}>
          Create key
        </Button>
      </div>
    </form>
  );
}
