"use client";

import { useFormContext } from "react-hook-form";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import type { ProviderFormValues } from "./provider-form-values";

interface CredentialFieldProps {
  needsCredential: boolean;
  /** Of the stored key; null without one. */
  hint: string | null;
}

export function CredentialField({ needsCredential, hint }: CredentialFieldProps) {
  const { register, watch, setValue, formState } = useFormContext<ProviderFormValues>();
  const isRemoved = watch("removesCredential");
  const setRemoved = (isNowRemoved: boolean) => {
    setValue("removesCredential", isNowRemoved, { shouldDirty: true });
    setValue("credential", "", { shouldDirty: true });
  };
  return (
    <Field
      label="API key"
      aside={needsCredential || hint ? undefined : "optional"}
      hint={noteOf(hint, isRemoved)}
      error={formState.errors.credential?.message}
    >
      <Input
        font="mono"
        type="password"
        autoComplete="off"
        disabled={isRemoved}
        placeholder={hint === null ? "" : isRemoved ? "Removed when you save" : hint}
        trailing={
          hint === null ? null : (
            <Button intent="ghost" size="sm" onClick={() => setRemoved(!isRemoved)}>
              {isRemoved ? "Keep" : "Remove"}
            </Button>
          )
        }
        {...register("credential")}
      />
    </Field>
  );
}

function noteOf(hint: string | null, isRemoved: boolean): string {
  if (isRemoved) return "Calls will be sent without a key.";
  if (hint !== null) return "Leave it empty to keep the stored key.";
  return "Encrypted at rest and never shown again.";
}
