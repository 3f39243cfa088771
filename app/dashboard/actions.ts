"use server";

import { z } from "zod";
import { defineAction } from "@/lib/next/define-action";
import { createProject, createProjectInput } from "@/lib/services/projects/create-project";

export const createProjectAction = defineAction(
  createProjectInput.extend({ organizationId: z.string() }),
  async ({ organizationId, ...input }, context) =>
    createProject(await context.forOrganization(organizationId), input),
);
