"use client";

import { Ellipsis, KeyRound, Pencil, Star, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import type { ProviderRow } from "@/lib/queries/providers";
import { Badge } from "../ui/badge";
import { Button } from "../ui/button";
import { Menu, MenuItem, MenuSeparator } from "../ui/menu";
import { Notice } from "../ui/notice";
import type { ProviderActions } from "./provider-actions";
import { ProviderFacts } from "./provider-facts";
import { TestWords } from "./test-result";

interface ProviderLineProps {
  projectId: string;
  provider: ProviderRow;
  /** Null for those who may only look. */
  actions: ProviderActions | null;
  onEdit: () => void;
  onRotate: () => void;
  onDelete: () => void;
}

export function ProviderLine(props: ProviderLineProps) {
  const { projectId, provider, actions, onEdit } = props;
  const router = useRouter();
  const [problem, setProblem] = useState<string | null>(null);
  const [isTesting, startTest] = useTransition();
  const [, startTransition] = useTransition();

  function test(actions: ProviderActions) {
    setProblem(null);
    startTest(async () => {
      const result = await actions.test({ projectId, providerId: provider.id });
      if (result.ok) router.refresh();
      else setProblem(result.error.message);
    });
  }

  function makeDefault(actions: ProviderActions) {
    setProblem(null);
    startTransition(async () => {
      const result = await actions.setDefault({ projectId, name: provider.name });
      if (result.ok) router.refresh();
      else setProblem(result.error.message);
    });
  }

  return (
    <li className="grid gap-2 border-b px-4 py-3 last:border-0">
      <ProviderFacts
        label={provider.kindLabel}
        title={
          <>
            {actions ? (
              <button
                type="button"
                onClick={onEdit}
                aria-label={`Edit ${provider.name}`}
                className="truncate rounded-sm font-medium hover:underline"
              >
                {provider.name}
              </button>
            ) : (
              <span className="truncate font-medium">{provider.name}</span>
            )}
            {provider.isDefault ? <Badge intent="accent">Default</Badge> : null}
          </>
        }
        provider={provider}
        isTesting={isTesting}
        actions={
          actions ? (
            <>
              <Button
                size="sm"
                onClick={() => test(actions)}
                isBusy={isTesting}
                aria-label={`Test ${provider.name}`}
              >
                Test
              </Button>
              <LineMenu {...props} onMakeDefault={() => makeDefault(actions)} />
            </>
          ) : null
        }
      />
      {provider.lastTest && !isTesting ? <TestWords test={provider.lastTest} /> : null}
      {problem ? (
        <Notice
          intent="danger"
          action={
            <Button size="sm" onClick={onEdit}>
              Edit
            </Button>
          }
        >
          {problem}
        </Notice>
      ) : null}
    </li>
  );
}

function LineMenu(props: ProviderLineProps & { onMakeDefault: () => void }) {
  const { provider, onEdit, onRotate, onDelete, onMakeDefault } = props;
  return (
    <Menu
      label={`Actions for ${provider.name}`}
      align="end"
      trigger={
        <Button intent="ghost" size="icon-sm" aria-label={`Actions for ${provider.name}`}>
          <Ellipsis aria-hidden="true" />
        </Button>
      }
    >
      <MenuItem icon={<Pencil />} onSelect={onEdit}>
        Edit
      </MenuItem>
      <MenuItem icon={<KeyRound />} onSelect={onRotate}>
        {provider.credentialHint === null ? "Set key" : "Rotate key"}
      </MenuItem>
      {provider.isDefault ? null : (
        <MenuItem icon={<Star />} onSelect={onMakeDefault}>
          Set as default
        </MenuItem>
      )}
      <MenuSeparator />
      <MenuItem icon={<Trash2 />} intent="danger" onSelect={onDelete}>
        Delete
      </MenuItem>
    </Menu>
  );
}
