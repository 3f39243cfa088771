"use client";

import { useParams, useRouter } from "next/navigation";
import { useRowKeys } from "../requests/use-row-keys";

/** While a request loads, Escape leads back to the list as it does once it is there. */
export function LeaveOnEscape() {
  const router = useRouter();
  const { org, project } = useParams<{ org: string; project: string }>();
  useRowKeys({
    onMove: () => undefined,
    onOpen: () => undefined,
    onEscape: () => router.push(`/dashboard/${org}/${project}/requests`),
  });
  return null;
}
