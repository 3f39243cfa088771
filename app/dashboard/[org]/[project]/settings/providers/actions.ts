"use server";

import { z } from "zod";
import { defineAction } from "@/lib/next/define-action";
import { createProvider, createProviderInput } from "@/lib/services/providers/create-provider";
import { deleteProvider, deleteProviderInput } from "@/lib/services/providers/delete-provider";
import { loadModels, loadModelsInput } from "@/lib/services/providers/load-models";
import {
  rotateProviderKey,
  rotateProviderKeyInput,
} from "@/lib/services/providers/rotate-provider-key";
import {
  setDefaultProvider,
  setDefaultProviderInput,
} from "@/lib/services/providers/set-default-provider";
import { testProvider, testProviderInput } from "@/lib/services/providers/test-provider";
import { updateProvider, updateProviderInput } from "@/lib/services/providers/update-provider";

const inProject = { projectId: z.string() };

export const createProviderAction = defineAction(
  createProviderInput.extend(inProject),
  async ({ projectId, ...input }, context) =>
    createProvider(await context.forProject(projectId), input),
);

export const updateProviderAction = defineAction(
  updateProviderInput.extend(inProject),
  async ({ projectId, ...input }, context) =>
    updateProvider(await context.forProject(projectId), input),
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

export const rotateProviderKeyAction = defineAction(
  rotateProviderKeyInput.extend(inProject),
  async ({ projectId, ...input }, context) =>
    rotateProviderKey(await context.forProject(projectId), input),
);

export const testProviderAction = defineAction(
  testProviderInput.extend(inProject),
  async ({ projectId, ...input }, context) =>
    testProvider(await context.forProject(projectId), input),
);

export const loadModelsAction = defineAction(
  loadModelsInput.extend(inProject),
  async ({ projectId, ...input }, context) =>
    loadModels(await context.forProject(projectId), input),
);
