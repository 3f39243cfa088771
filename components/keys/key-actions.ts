import type { ActionResult } from "@/lib/next/define-action";

export interface CreatedKey {
  id: string;
  name: string;
  prefix: string;
  key: string;
}

export type CreateKey = (input: {
  projectId: string;
  name: string;
  allowedModels?: string[];
  allowedProviders?: string[];
}) => Promise<ActionResult<CreatedKey>>;

export type RevokeKey = (input: {
  projectId: string;
  keyId: string;
}) => Promise<ActionResult<{ id: string }>>;
