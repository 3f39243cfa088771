"use client";

import { useFormContext } from "react-hook-form";
import type { ProviderKind, ProviderRow } from "@/lib/queries/providers";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { CredentialField } from "./credential-field";
import { HeadersField } from "./headers-field";
import { ModelsField } from "./models-field";
import type { ProviderFormValues } from "./provider-form-values";

interface ProviderFieldsProps {
  kind: ProviderKind;
  /** Null for a new one. */
  provider: ProviderRow | null;
  loadModels: () => Promise<{ models: string[] } | { problem: string } | null>;
}

const PLAIN = { font: "mono", autoComplete: "off", spellCheck: false } as const;

/** Everything there is to say about a provider once its kind is known. */
export function ProviderFields({ kind, provider, loadModels }: ProviderFieldsProps) {
  const { register, watch, formState } = useFormContext<ProviderFormValues>();
  const { errors } = formState;
  const models = watch("models");
  const modelPlaceholder =
    kind.modelPlaceholder ?? (kind.takesApiVersion ? "my-deployment" : "model-name");
  const hints = new Map(provider?.extraHeaders.map(({ name, hint }) => [name, hint]));
  return (
    <>
      <Field
        label="Name"
        hint="Calls can name it in front of the model, as in name/model; traces and filters show it."
        error={errors.name?.message}
      >
        <Input
          {...PLAIN}
          placeholder="openai"
          {...register("name", { required: "Give it a name." })}
        />
      </Field>
      <Field
        label="Base URL"
        hint={kind.defaultBaseUrl === null ? hintOf(kind) : undefined}
        error={errors.baseUrl?.message}
      >
        <Input
          {...PLAIN}
          type="url"
          inputMode="url"
          placeholder={kind.defaultBaseUrl ?? exampleUrl(kind)}
          {...register("baseUrl", { required: "Enter the base URL." })}
        />
      </Field>
      <CredentialField
        needsCredential={kind.needsCredential}
        hint={provider?.credentialHint ?? null}
      />
      {kind.takesApiVersion ? (
        <Field
          label="API version"
          aside="optional"
          hint="A date calls the API with deployments in its URLs; empty calls the v1 API."
          error={errors.apiVersion?.message}
        >
          <Input {...PLAIN} placeholder="2024-10-21" {...register("apiVersion")} />
        </Field>
      ) : null}
      <Field
        label="Default model"
        aside="optional"
        hint="Answers calls that name no model, and test calls."
        error={errors.defaultModel?.message}
      >
        <Input
          {...PLAIN}
          list="known-models"
          placeholder={modelPlaceholder}
          {...register("defaultModel")}
        />
      </Field>
      <datalist id="known-models">
        {models.map((model) => (
          <option key={model} value={model} />
        ))}
      </datalist>
      <ModelsField placeholder={modelPlaceholder} load={loadModels} />
      <HeadersField hints={hints} />
    </>
  );
}

function hintOf(kind: ProviderKind): string {
  if (kind.takesApiVersion) return "The endpoint of your resource, from the Azure portal.";
  return "Where the server listens, up to and including the version, as in …/v1.";
}

function exampleUrl(kind: ProviderKind): string {
  if (kind.takesApiVersion) return "https://my-resource.openai.azure.com";
  return "http://localhost:8000/v1";
}
