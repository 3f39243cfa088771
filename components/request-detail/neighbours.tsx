"use client";

import { type InfiniteData, useQueryClient } from "@tanstack/react-query";
import { ChevronDown, ChevronUp } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { useEffect, useState } from "react";
import type { RequestPage } from "@/lib/queries/requests";
import { useRowKeys } from "../requests/use-row-keys";
import { Button } from "../ui/button";

interface NeighboursProps {
  projectId: string;
  traceId: string;
  base: string;
}

/** Newer and older calls of the list one came from; absent when the page was opened by its address. */
export function Neighbours({ projectId, traceId, base }: NeighboursProps) {
  const router = useRouter();
  const tab = useSearchParams().get("tab");
  const queryClient = useQueryClient();
  const [ids, setIds] = useState<readonly string[]>([]);

  useEffect(() => {
    const lists = queryClient
      .getQueryCache()
      .findAll({ queryKey: ["requests", projectId] })
      .sort((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt)
      .map(({ queryKey }) => queryClient.getQueryData<InfiniteData<RequestPage>>(queryKey))
      .map((data) => data?.pages.flatMap(({ rows }) => rows.map(({ id }) => id)) ?? []);
    setIds(lists.find((list) => list.includes(traceId)) ?? []);
  }, [queryClient, projectId, traceId]);

  const position = ids.indexOf(traceId);
  const newer = ids[position - 1];
  const older = position < 0 ? undefined : ids[position + 1];
  const go = (id: string | undefined) => {
    if (id === undefined) return;
    const query = tab === null ? "" : `?tab=${encodeURIComponent(tab)}`;
    router.replace(`${base}/requests/${encodeURIComponent(id)}${query}`);
  };
  useRowKeys({
    onMove: (step) => go(step === 1 ? older : newer),
    onOpen: () => undefined,
    onEscape: () => (position < 0 ? router.push(`${base}/requests`) : router.back()),
  });

  if (position < 0) return null;
  return (
    <div className="flex gap-1">
      <Button
        size="icon-sm"
        aria-label="Newer request"
        title="Newer (k)"
        disabled={newer === undefined}
        onClick={() => go(newer)}
      >
        <ChevronUp aria-hidden="true" />
      </Button>
      <Button
        size="icon-sm"
        aria-label="Older request"
        title="Older (j)"
        disabled={older === undefined}
        onClick={() => go(older)}
      >
        <ChevronDown aria-hidden="true" />
      </Button>
    </div>
  );
}
