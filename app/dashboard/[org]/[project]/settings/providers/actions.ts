"use server";

import { z } from "zod";
import { defineAction } from "@/lib/next/define-action";
import { createProvider, createProviderInput } from "@/lib/services/providers/create-provider";
import { deleteProvider, deleteProviderInput } from "@/lib/services/providers/delete-provider";
import {
  setDefaultProvider,
  setDefaultProviderInput,
} from "@/lib/services/providers/set-default-provider";
import { updateProvider, updateProviderInput } from "@/lib/services/providers/update-provider";

const inProject = { projectId: z.string() };

export const createProviderAction = defineAction(
  createProviderInput.extend(inProject),
  async ({ projectId, ...input }, context) =>
    createProvider(await context.forProject(projectId), {
      ...input,
      credential: input.credential ?? "",
      defaultModel: input.defaultModel ?? "",
    }),
);

export const updateProviderAction = defineAction(
  updateProviderInput.extend(inProject),
  async ({ projectId, ...input }, context) =>
    updateProvider(await context.forProject(projectId), {
      ...input,
      credential: input.credential ?? "",
      defaultModel: input.defaultModel ?? "",
    }),
);

export const deleteProviderAction = defineAction(
  deleteProviderInput.extend(inProject),
  async ({ projectId, ...input }, context) =>
    deleteProvider(await context.forProject(projectId), input),
);

export const setDefaultProviderAction = defineAction(
  setDefaultProviderInput.extend(inProject),
  async ({ projectId, ...input }, context) =>
    setDefaultProvider(await context.forProject(projectId), input),
);
