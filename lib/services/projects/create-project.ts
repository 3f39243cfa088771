import { z } from "zod";
import { PrysmError } from "../../errors";
import type { ServiceContext } from "../service-context";

export const createProjectInput = z.object({ name: z.string() });
export type CreateProjectInput = z.input<typeof createProjectInput>;

export async function createProject(
  _context: Omit<ServiceContext, "projectId">,
  _input: CreateProjectInput,
): Promise<{ id: string; name: string; slug: string }> {
  throw new PrysmError("unavailable", "Not built yet.");
}
