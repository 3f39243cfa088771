"use client";

import { Download } from "lucide-react";
import { useState } from "react";
import { useFormContext } from "react-hook-form";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { ListInput } from "../ui/list-input";
import type { ProviderFormValues } from "./provider-form-values";

interface ModelsFieldProps {
  placeholder: string;
  /** Asks the upstream; null when it could not be asked and another field says why. */
  load: () => Promise<{ models: string[] } | { problem: string } | null>;
}

export function ModelsField({ placeholder, load }: ModelsFieldProps) {
  const form = useFormContext<ProviderFormValues>();
  const [isBusy, setIsBusy] = useState(false);
  const [loaded, setLoaded] = useState<string | null>(null);
  const models = form.watch("models");

  function change(next: string[]) {
    form.clearErrors("models");
    setLoaded(null);
    form.setValue("models", next, { shouldDirty: true });
  }

  async function loadFromProvider() {
    setIsBusy(true);
    form.clearErrors("models");
    const answer = await load();
    setIsBusy(false);
    if (answer === null) return;
    if ("problem" in answer) return form.setError("models", { message: answer.problem });
    const merged = [...new Set([...models, ...answer.models])];
    change(merged);
    setLoaded(
      `${answer.models.length} listed by the provider, ${merged.length - models.length} new.`,
    );
  }

  return (
    <div className="grid gap-2">
      <Field
        label="Models"
        aside={models.length > 0 ? `${models.length}` : "optional"}
        hint={
          <span aria-live="polite">
            {loaded ?? "Calls for these models come here, and clients see them in the model list."}
          </span>
        }
        error={form.formState.errors.models?.message}
      >
        <ListInput
          value={models}
          onChange={change}
          noun="model"
          placeholder={models.length > 0 ? "Add a model" : `${placeholder}, …`}
        />
      </Field>
      <div className="flex gap-2">
        <Button size="sm" onClick={loadFromProvider} isBusy={isBusy}>
          {isBusy ? null : <Download aria-hidden="true" />}
          Load from provider
        </Button>
        {models.length > 0 ? (
          <Button size="sm" intent="ghost" onClick={() => change([])}>
            Remove all
          </Button>
        ) : null}
      </div>
    </div>
  );
}
