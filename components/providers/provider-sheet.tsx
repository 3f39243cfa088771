"use client";

import { X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { FormProvider } from "react-hook-form";
import type { ProviderKind, ProviderRow, ProviderSettings } from "@/lib/queries/providers";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { Sheet } from "../ui/sheet";
import { KindPicker } from "./kind-picker";
import type { ProviderActions } from "./provider-actions";
import { ProviderFields } from "./provider-fields";
import { freeName } from "./provider-form-values";
import { ProviderMark } from "./provider-mark";
import { TestSummary, TestWords } from "./test-result";
import { useProviderForm } from "./use-provider-form";

interface ProviderSheetProps {
  projectId: string;
  settings: ProviderSettings;
  /** Null adds a new one. */
  provider: ProviderRow | null;
  actions: ProviderActions;
  onClose: () => void;
}

/** Add or edit a provider: first what it is, then everything about it, tested before it is saved. */
export function ProviderSheet({
  projectId,
  settings,
  provider,
  actions,
  onClose,
}: ProviderSheetProps) {
  const router = useRouter();
  const { kinds, providers } = settings;
  const onSaved = () => {
    onClose();
    router.refresh();
  };
  const state = useProviderForm({ projectId, provider, kinds, actions, onSaved });
  const { form, kind } = state;
  const [isPicking, setIsPicking] = useState(provider === null);
  const [isLeaving, setIsLeaving] = useState(false);
  const hasPicked = useRef(false);
  const title = provider ? `Edit ${provider.name}` : "Add provider";

  // The first field that is still empty comes next.
  useEffect(() => {
    if (isPicking || !hasPicked.current) return;
    form.setFocus(form.getValues("baseUrl") === "" ? "baseUrl" : "credential");
  }, [isPicking, form]);

  function pick(picked: ProviderKind) {
    const { kind: before, name, baseUrl } = form.getValues();
    const previous = kinds.find(({ id }) => id === before);
    form.setValue("kind", picked.id, { shouldDirty: true });
    // What people typed stays; what came with the kind changes with it.
    if (!provider && (name === "" || (previous && name === freeName(previous, providers)))) {
      form.setValue("name", freeName(picked, providers));
    }
    if (baseUrl === "" || baseUrl === previous?.defaultBaseUrl) {
      form.setValue("baseUrl", picked.defaultBaseUrl ?? "");
    }
    hasPicked.current = true;
    setIsPicking(false);
  }

  function leave() {
    if (form.formState.isDirty) setIsLeaving(true);
    else onClose();
  }

  return (
    <Sheet isOpen onOpenChange={leave} side="right" title={title}>
      <header className="flex h-12 shrink-0 items-center justify-between border-b px-5">
        <h2 className="font-semibold text-16">{title}</h2>
        <Button intent="ghost" size="icon-sm" aria-label="Close" onClick={leave}>
          <X aria-hidden="true" />
        </Button>
      </header>
      <FormProvider {...form}>
        <form
          id="provider"
          noValidate
          className="grid min-h-0 flex-1 content-start gap-5 overflow-y-auto p-5"
          onSubmit={state.save}
        >
          {isPicking || !kind ? (
            <KindPicker kinds={kinds} value={kind?.id ?? ""} onPick={pick} />
          ) : (
            <>
              <KindSummary kind={kind} onChange={() => setIsPicking(true)} />
              {state.problem ? <Notice intent="danger">{state.problem}</Notice> : null}
              <ProviderFields kind={kind} provider={provider} loadModels={state.loadModels} />
            </>
          )}
        </form>
      </FormProvider>
      {isLeaving ? (
        <LeaveFooter onStay={() => setIsLeaving(false)} onLeave={onClose} />
      ) : (
        <footer className="shrink-0 border-t bg-surface">
          <div aria-live="polite">
            {state.test ? (
              <div className="grid gap-2 border-b px-5 py-3">
                <TestSummary test={state.test} />
                <TestWords test={state.test} />
              </div>
            ) : null}
          </div>
          <div className="flex items-center justify-end gap-2 px-5 py-3">
            <span className="mr-auto">
              <Button
                onClick={state.runTest}
                isBusy={state.isTesting}
                disabled={isPicking || !kind}
              >
                Test connection
              </Button>
            </span>
            <span className="max-sm:hidden">
              <Button onClick={leave}>Cancel</Button>
            </span>
            <Button
              intent="primary"
              type="submit"
              form="provider"
              isBusy={form.formState.isSubmitting && !state.isTesting}
              disabled={isPicking || !kind}
            >
              {provider ? "Save changes" : "Add provider"}
            </Button>
          </div>
        </footer>
      )}
    </Sheet>
  );
}

function KindSummary({ kind, onChange }: { kind: ProviderKind; onChange: () => void }) {
  return (
    <div className="flex items-center gap-3 rounded border bg-surface px-3 py-2.5">
      <ProviderMark label={kind.label} />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium text-13">{kind.label}</p>
        <p className="text-12 text-faint">
          {kind.needsCredential ? "Needs an API key" : "An API key is optional"}
        </p>
      </div>
      <Button size="sm" onClick={onChange} aria-label={`Change the kind, now ${kind.label}`}>
        Change
      </Button>
    </div>
  );
}

function LeaveFooter({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  return (
    <footer role="alert" className="flex shrink-0 items-center gap-2 border-t bg-surface px-5 py-3">
      <p className="mr-auto text-13">Discard what you entered?</p>
      <Button autoFocus onClick={onStay}>
        Keep editing
      </Button>
      <Button intent="danger" onClick={onLeave}>
        Discard
      </Button>
    </footer>
  );
}
