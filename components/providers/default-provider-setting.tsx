"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { toast } from "sonner";
import type { ProviderSettings } from "@/lib/queries/providers";
import { Select } from "../ui/select";
import type { ProviderActions } from "./provider-actions";

const INSTANCE = "instance-default";

interface DefaultProviderSettingProps {
  projectId: string;
  settings: ProviderSettings;
  canManage: boolean;
  setDefault: ProviderActions["setDefault"];
}

export function DefaultProviderSetting(props: DefaultProviderSettingProps) {
  const { projectId, settings, canManage, setDefault } = props;
  const router = useRouter();
  const [isBusy, startTransition] = useTransition();
  const instance = {
    value: INSTANCE,
    label: "Instance default",
    hint: settings.instanceDefault,
  };
  const own = settings.providers.map(({ name, kindLabel }) => ({
    value: name,
    label: name,
    hint: kindLabel,
  }));
  const shared = settings.instanceProviders
    .filter(({ isHidden }) => !isHidden)
    .map(({ name, kindLabel }) => ({ value: name, label: name, hint: kindLabel }));

  function choose(value: string) {
    startTransition(async () => {
      const result = await setDefault({ projectId, name: value === INSTANCE ? null : value });
      if (!result.ok) toast.error(result.error.message);
      router.refresh();
    });
  }

  return (
    <section className="grid gap-3 rounded border bg-surface p-4 md:grid-cols-[minmax(0,1fr)_240px] md:items-center md:gap-8">
      <div className="grid gap-0.5">
        <h2 className="font-medium text-14">Default provider</h2>
        <p className="text-13 text-muted">
          Takes calls that name no provider.{" "}
          {settings.defaultProvider === null ? (
            <>
              Comes from this instance:{" "}
              <code className="font-mono text-12">{settings.instanceDefault}</code>.
            </>
          ) : (
            "Set for this project."
          )}
        </p>
      </div>
      <Select
        aria-label="Default provider"
        value={settings.defaultProvider ?? INSTANCE}
        onValueChange={choose}
        disabled={!canManage || isBusy}
        options={[instance, ...own, ...shared]}
      />
    </section>
  );
}
