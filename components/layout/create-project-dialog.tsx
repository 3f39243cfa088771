"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import type { ShellView } from "./shell-view";

export function CreateProjectDialog({ view, onClose }: { view: ShellView; onClose: () => void }) {
  const router = useRouter();
  const [name, setName] = useState("");
  const [error, setError] = useState<string>();
  const [isBusy, startTransition] = useTransition();

  function create(event: FormEvent) {
    event.preventDefault();
    startTransition(async () => {
      const result = await view.createProject({ organizationId: view.organization.id, name });
      if (!result.ok) return setError(result.error.fieldErrors?.name ?? result.error.message);
      onClose();
      router.push(`/dashboard/${view.organization.slug}/${result.data.slug}/onboarding`);
    });
  }

  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title="Create project"
      description={`In ${view.organization.name}. Requests, keys and providers of projects are kept apart.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button intent="primary" type="submit" form="create-project" isBusy={isBusy}>
            Create project
          </Button>
        </>
      }
    >
      <form id="create-project" onSubmit={create}>
        <Field label="Name" error={error}>
          <Input
            value={name}
            onChange={(event) => setName(event.target.value)}
            placeholder="Support assistant"
            maxLength={80}
            autoComplete="off"
            required
          />
        </Field>
      </form>
    </Dialog>
  );
}
