"use client";

import { X } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { FormProvider } from "react-hook-form";
import type {
  ProviderKind,
  ProviderRow,
  ProviderSettings,
  ProviderTest,
} from "@/lib/queries/providers";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { Sheet } from "../ui/sheet";
import { KindPicker } from "./kind-picker";
import type { ProviderActions } from "./provider-actions";
import { ProviderFields } from "./provider-fields";
import { withKind } from "./provider-form-values";
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
  const { isDirty } = form.formState;
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
    const values = form.getValues();
    const previous = kinds.find(({ id }) => id === values.kind);
    const next = provider
      ? { ...withKind(values, picked, previous, providers), name: values.name }
      : withKind(values, picked, previous, providers);
    form.reset(next, { keepDefaultValues: provider !== null || isDirty });
    hasPicked.current = true;
    setIsPicking(false);
  }

  function showForm() {
    setIsPicking(false);
  }

  function leave() {
    if (isDirty) setIsLeaving(true);
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
          <div aria-live="polite">{state.test ? <TestPanel test={state.test} /> : null}</div>
          <div className="flex min-h-14 items-center justify-end gap-2 px-5">
            {isPicking ? (
              <PickButtons hasKind={kind !== null} onBack={showForm} onCancel={leave} />
            ) : (
              <FormButtons
                isNew={provider === null}
                isSaving={form.formState.isSubmitting && !state.isTesting}
                isTesting={state.isTesting}
                onTest={state.runTest}
                onCancel={leave}
              />
            )}
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

function TestPanel({ test }: { test: ProviderTest }) {
  return (
    <div className="grid max-h-48 gap-2 overflow-y-auto border-b px-5 py-3">
      <TestSummary test={test} />
      <TestWords test={test} />
    </div>
  );
}

interface PickButtonsProps {
  hasKind: boolean;
  onBack: () => void;
  onCancel: () => void;
}

function PickButtons({ hasKind, onBack, onCancel }: PickButtonsProps) {
  return <Button onClick={hasKind ? onBack : onCancel}>{hasKind ? "Back" : "Cancel"}</Button>;
}

interface FormButtonsProps {
  isNew: boolean;
  isSaving: boolean;
  isTesting: boolean;
  onTest: () => void;
  onCancel: () => void;
}

function FormButtons({ isNew, isSaving, isTesting, onTest, onCancel }: FormButtonsProps) {
  return (
    <>
      <span className="mr-auto">
        <Button onClick={onTest} isBusy={isTesting}>
          Test connection
        </Button>
      </span>
      <span className="max-sm:hidden">
        <Button onClick={onCancel}>Cancel</Button>
      </span>
      <Button intent="primary" type="submit" form="provider" isBusy={isSaving}>
        {isNew ? "Add provider" : "Save changes"}
      </Button>
    </>
  );
}

function LeaveFooter({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  return (
    <footer
      role="alert"
      className="flex min-h-14 shrink-0 items-center gap-2 border-t bg-surface px-5"
    >
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
