"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import type { ProviderRow } from "@/lib/queries/providers";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Notice } from "../ui/notice";
import type { ProviderActions } from "./provider-actions";

const schema = z.object({
  name: z.string().trim().min(1, "Give it a name."),
  baseUrl: z.string().trim().min(1, "Enter the provider’s base URL."),
  credential: z.string().trim(),
  defaultModel: z.string().trim(),
});
type Fields = z.infer<typeof schema>;

interface ProviderDialogProps {
  projectId: string;
  /** Null adds a new one. */
  provider: ProviderRow | null;
  actions: ProviderActions;
  onClose: () => void;
}

export function ProviderDialog({ projectId, provider, actions, onClose }: ProviderDialogProps) {
  const router = useRouter();
  const [error, setError] = useState<string | null>(null);
  const form = useForm<Fields>({
    resolver: zodResolver(schema),
    defaultValues: {
      name: provider?.name ?? "",
      baseUrl: provider?.baseUrl ?? "",
      credential: "",
      defaultModel: provider?.defaultModel ?? "",
    },
  });
  const { errors, isSubmitting } = form.formState;

  async function save(fields: Fields) {
    setError(null);
    const result = provider
      ? await actions.update({ ...fields, projectId, providerId: provider.id })
      : await actions.create({ ...fields, projectId, kind: "openai-compatible" });
    if (result.ok) {
      onClose();
      router.refresh();
      return;
    }
    const fieldErrors = Object.entries(result.error.fieldErrors ?? {});
    for (const [name, message] of fieldErrors) {
      if (name in schema.shape) form.setError(name as keyof Fields, { message });
    }
    if (fieldErrors.length === 0) setError(result.error.message);
  }

  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={provider ? `Edit ${provider.name}` : "Add provider"}
      description="Any endpoint that speaks OpenAI’s chat completions."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button intent="primary" type="submit" form="provider" isBusy={isSubmitting}>
            {provider ? "Save changes" : "Add provider"}
          </Button>
        </>
      }
    >
      <form id="provider" noValidate className="grid gap-4" onSubmit={form.handleSubmit(save)}>
        {error ? <Notice intent="danger">{error}</Notice> : null}
        <Field
          label="Name"
          hint="Lower-case. Traces and filters show this name."
          error={errors.name?.message}
        >
          <Input
            font="mono"
            placeholder="openai"
            autoComplete="off"
            spellCheck={false}
            {...form.register("name")}
          />
        </Field>
        <Field
          label="Base URL"
          hint="Up to and including the version, as in …/v1."
          error={errors.baseUrl?.message}
        >
          <Input
            font="mono"
            type="url"
            placeholder="https://api.openai.com/v1"
            autoComplete="off"
            spellCheck={false}
            {...form.register("baseUrl")}
          />
        </Field>
        <Field
          label="API key"
          aside={provider?.credentialHint ?? undefined}
          hint={
            provider?.credentialHint
              ? "Leave empty to keep the stored key."
              : "Encrypted at rest and never shown again. Leave empty if none is needed."
          }
          error={errors.credential?.message}
        >
          <Input font="mono" type="password" autoComplete="off" {...form.register("credential")} />
        </Field>
        <Field
          label="Default model"
          aside="optional"
          hint="Answers calls that name no model of this provider."
          error={errors.defaultModel?.message}
        >
          <Input
            font="mono"
            placeholder="gpt-4o-mini"
            autoComplete="off"
            spellCheck={false}
            {...form.register("defaultModel")}
          />
        </Field>
      </form>
    </Dialog>
  );
}
