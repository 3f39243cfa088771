"use server";

import { z } from "zod";
import { defineAction } from "@/lib/next/define-action";
import { createApiKey, createApiKeyInput } from "@/lib/services/api-keys/create-api-key";
import { revokeApiKey, revokeApiKeyInput } from "@/lib/services/api-keys/revoke-api-key";

const inProject = { projectId: z.string() };

export const createKeyAction = defineAction(
  createApiKeyInput.extend(inProject),
  async ({ projectId, ...input }, context) =>
    createApiKey(await context.forProject(projectId), input),
);

export const revokeKeyAction = defineAction(
  revokeApiKeyInput.extend(inProject),
  async ({ projectId, ...input }, context) =>
    revokeApiKey(await context.forProject(projectId), input),
);
