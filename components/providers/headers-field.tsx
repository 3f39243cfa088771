"use client";

import { Plus, Trash2 } from "lucide-react";
import { useFieldArray, useFormContext } from "react-hook-form";
import { Button } from "../ui/button";
import { Input } from "../ui/input";
import type { ProviderFormValues } from "./provider-form-values";

interface HeadersFieldProps {
  /** What is stored of each header, by its name. */
  hints: ReadonlyMap<string, string>;
}

export function HeadersField({ hints }: HeadersFieldProps) {
  const { control, register, watch, formState } = useFormContext<ProviderFormValues>();
  const { fields, append, remove } = useFieldArray({ control, name: "extraHeaders" });
  const names = watch("extraHeaders").map(({ name }) => name.trim().toLowerCase());
  const errors = formState.errors.extraHeaders;
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 flex w-full items-baseline justify-between font-medium text-13">
        Extra headers
        <span className="font-normal text-12 text-faint">optional</span>
      </legend>
      {fields.map((field, index) => {
        const problem = errors?.[index]?.name?.message ?? errors?.[index]?.value?.message;
        const stored = hints.get(names[index] ?? "");
        const noteId = `header-problem-${index}`;
        const described = problem ? { "aria-describedby": noteId } : {};
        return (
          <div key={field.id} className="grid gap-1.5">
            <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto] gap-2">
              <Input
                font="mono"
                aria-label={`Name of header ${index + 1}`}
                aria-invalid={errors?.[index]?.name ? true : undefined}
                {...described}
                placeholder="x-team"
                autoComplete="off"
                spellCheck={false}
                {...register(`extraHeaders.${index}.name`)}
              />
              <Input
                font="mono"
                aria-label={`Value of header ${index + 1}`}
                aria-invalid={errors?.[index]?.value ? true : undefined}
                {...described}
                placeholder={stored ? `${stored} (stored)` : "value"}
                autoComplete="off"
                spellCheck={false}
                {...register(`extraHeaders.${index}.value`)}
              />
              <Button
                intent="ghost"
                size="icon"
                aria-label={`Remove header ${index + 1}`}
                onClick={() => remove(index)}
              >
                <Trash2 aria-hidden="true" />
              </Button>
            </div>
            {problem ? (
              <p id={noteId} role="alert" className="text-12 text-danger">
                {problem}
              </p>
            ) : null}
          </div>
        );
      })}
      <div className="flex items-center justify-between gap-3">
        <p className="text-12 text-faint">
          Sent with every call. Values are encrypted and not shown again.
        </p>
        <Button size="sm" onClick={() => append({ name: "", value: "" })}>
          <Plus aria-hidden="true" />
          Add header
        </Button>
      </div>
    </fieldset>
  );
}
