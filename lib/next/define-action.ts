import type { z } from "zod";
import type { ErrorCode } from "../errors";
import type { ServiceContext } from "../services/service-context";
import type { SessionUser } from "./session";

export interface ActionError {
  code: ErrorCode;
  message: string;
  /** Message per input field, keyed by its dotted path. */
  fieldErrors?: Record<string, string>;
}

export type ActionResult<T> = { ok: true; data: T } | { ok: false; error: ActionError };

/** What an action may ask for; each throws when the caller has no right to it. */
export interface ActionContext {
  requireUser(): Promise<SessionUser>;
  /** The service context of a project the user is a member of; `not_found` otherwise. */
  forProject(projectId: string): Promise<ServiceContext>;
  /** The same for an organization, where no project exists yet. */
  forOrganization(organizationId: string): Promise<Omit<ServiceContext, "projectId">>;
}

/**
 * A server action: parses its input, runs, and answers with data or an error a form can show.
 * `defineAction(createApiKeyInput.extend({ projectId: z.string() }), async ({ projectId, ...input }, context) =>
 * createApiKey(await context.forProject(projectId), input))`
 */
export function defineAction<Schema extends z.ZodType, Result>(
  _schema: Schema,
  _run: (input: z.output<Schema>, context: ActionContext) => Promise<Result>,
): (input: z.input<Schema>) => Promise<ActionResult<Result>> {
  throw new Error("Not built yet.");
}
