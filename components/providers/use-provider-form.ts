"use client";

import { type BaseSyntheticEvent, useEffect, useRef, useState } from "react";
import { useForm } from "react-hook-form";
import type { ActionError } from "@/lib/next/define-action";
import type { ProviderKind, ProviderRow, ProviderTest } from "@/lib/queries/providers";
import type { ProviderActions } from "./provider-actions";
import { fieldOf, type ProviderFormValues, settingsOf, valuesOf } from "./provider-form-values";

interface ProviderFormOptions {
  projectId: string;
  /** Null adds a new one. */
  provider: ProviderRow | null;
  kinds: readonly ProviderKind[];
  actions: ProviderActions;
  onSaved: () => void;
}

/** The state of the add and edit form, and what its buttons do. */
export function useProviderForm(options: ProviderFormOptions) {
  const { projectId, provider, kinds, actions, onSaved } = options;
  const form = useForm<ProviderFormValues>({ defaultValues: valuesOf(provider) });
  const [problem, setProblem] = useState<string | null>(null);
  const [test, setTest] = useState<ProviderTest | null>(null);
  const [isTesting, setIsTesting] = useState(false);
  const kind = kinds.find(({ id }) => id === form.watch("kind")) ?? null;
  const stored = provider ? { providerId: provider.id } : {};

  // A result is true of the settings that were tested, and of no others.
  const changes = useRef(0);
  useEffect(() => {
    const { unsubscribe } = form.watch(() => {
      changes.current += 1;
      setTest(null);
    });
    return unsubscribe;
  }, [form]);

  /** Shows an action's error where it belongs; false when that is no field of the form. */
  function showAtField({ message, fieldErrors = {} }: ActionError): boolean {
    const entries = Object.entries(fieldErrors);
    const fields = entries.map(([path, text]) => ({ field: fieldOf(path), text }));
    fields.forEach(({ field, text }, index) => {
      if (field) form.setError(field, { message: text }, { shouldFocus: index === 0 });
    });
    const isShown = fields.some(({ field }) => field !== null);
    if (!isShown) setProblem(message);
    return isShown;
  }

  async function save(values: ProviderFormValues) {
    if (!kind) return;
    setProblem(null);
    const fields = { ...settingsOf(values, kind), name: values.name, projectId };
    const result = provider
      ? await actions.update({ ...fields, providerId: provider.id })
      : await actions.create(fields);
    if (result.ok) return onSaved();
    showAtField(result.error);
  }

  async function runTest(values: ProviderFormValues) {
    if (!kind) return;
    setProblem(null);
    setTest(null);
    setIsTesting(true);
    const changesBefore = changes.current;
    const result = await actions.test({ projectId, ...stored, settings: settingsOf(values, kind) });
    setIsTesting(false);
    if (changes.current !== changesBefore) return;
    if (result.ok) setTest(result.data);
    else showAtField(result.error);
  }

  async function loadModels() {
    if (!kind || !(await form.trigger("baseUrl"))) return null;
    const settings = { ...settingsOf(form.getValues(), kind), models: [] };
    const result = await actions.loadModels({ projectId, ...stored, settings });
    if (result.ok) return result.data;
    if (result.error.fieldErrors && showAtField(result.error)) return null;
    return { problem: result.error.message };
  }

  // What a server said about the last attempt must not stop this one.
  function submitTo(act: (values: ProviderFormValues) => Promise<void>) {
    return (event?: BaseSyntheticEvent) => {
      form.clearErrors();
      return form.handleSubmit(act)(event);
    };
  }

  return {
    form,
    kind,
    problem,
    test,
    isTesting,
    save: submitTo(save),
    runTest: submitTo(runTest),
    loadModels,
  };
}
