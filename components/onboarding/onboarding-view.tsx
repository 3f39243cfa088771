"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import type { Onboarding } from "@/lib/queries/onboarding";
import type { CreateKey } from "../keys/key-actions";
import { KeyOnce } from "../keys/key-once";
import { PageFrame } from "../layout/page-frame";
import { fetchJson } from "../live/fetch-json";
import { useLiveFeed } from "../live/use-live-feed";
import { FirstKeyForm } from "./first-key-form";
import { LivePanel } from "./live-panel";
import { SnippetTabs } from "./snippet-tabs";
import { Step } from "./step";

/** Refused calls of strangers' keys belong to no project, so no event announces them. */
const POLL_MS = 2_500;

interface OnboardingViewProps {
  projectId: string;
  base: string;
  baseUrl: string;
  initial: Onboarding;
  canCreateKey: boolean;
  createKey: CreateKey;
}

export function OnboardingView(props: OnboardingViewProps) {
  const { projectId, base, baseUrl, initial, canCreateKey, createKey } = props;
  const router = useRouter();
  const queryClient = useQueryClient();
  const [apiKey, setApiKey] = useState<string | null>(null);
  const queryKey = ["onboarding", projectId];
  const { data: onboarding } = useQuery({
    queryKey,
    queryFn: ({ signal }) =>
      fetchJson<Onboarding>(`/api/dashboard/${encodeURIComponent(projectId)}/onboarding`, signal),
    initialData: initial,
    refetchInterval: POLL_MS,
  });
  const connection = useLiveFeed(projectId, () => void queryClient.invalidateQueries({ queryKey }));
  const isDone = onboarding.firstTrace !== null;
  const hasKey = apiKey !== null || onboarding.hasKey;

  // The rail drops "Get started" once there is a trace.
  useEffect(() => {
    if (isDone && initial.firstTrace === null) router.refresh();
  }, [isDone, initial.firstTrace, router]);

  return (
    <PageFrame title="Get started">
      <div className="mx-auto grid max-w-6xl gap-8 lg:grid-cols-[minmax(0,1fr)_400px] xl:gap-12">
        <ol>
          <Step number={1} title="Create a key" isDone={hasKey}>
            <FirstStep
              apiKey={apiKey}
              hasKey={hasKey}
              canCreateKey={canCreateKey}
              projectId={projectId}
              createKey={createKey}
              onCreated={setApiKey}
            />
          </Step>
          <Step number={2} title="Point your code at Prysm" isDone={isDone}>
            <p className="text-13 text-muted">
              Any OpenAI client works: change the base URL and the key.{" "}
              <code className="font-mono text-12 text-ink">echo-v1</code> is a built-in model that
              repeats what you say, so this runs without a provider.
            </p>
            <SnippetTabs baseUrl={baseUrl} apiKey={apiKey} />
          </Step>
          <Step number={3} title="Send it" isDone={isDone} isLast>
            <p className="text-13 text-muted">
              {isDone
                ? "It arrived. Every call from now on is in Requests."
                : "Run it in a terminal. The answer streams to you, and the call appears in the panel."}
            </p>
          </Step>
        </ol>
        <div>
          <LivePanel onboarding={onboarding} connection={connection} base={base} />
        </div>
      </div>
    </PageFrame>
  );
}

interface FirstStepProps {
  apiKey: string | null;
  hasKey: boolean;
  canCreateKey: boolean;
  projectId: string;
  createKey: CreateKey;
  onCreated: (key: string) => void;
}

function FirstStep({ apiKey, canCreateKey, ...form }: FirstStepProps) {
  if (apiKey) return <KeyOnce value={apiKey} />;
  if (canCreateKey) return <FirstKeyForm {...form} />;
  return (
    <p className="text-13 text-muted">
      Your role may look but not create keys. Ask a member of this organization for one.
    </p>
  );
}
