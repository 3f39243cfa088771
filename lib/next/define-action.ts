import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import { type ErrorCode, PrysmError, toPrysmError } from "../errors";
import { runtime } from "../runtime";
import type { ServiceContext } from "../services/service-context";
import { requireOrganizationAccess, requireProjectAccess, requireSignedIn } from "./require-access";
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

const CONTEXT: ActionContext = {
  requireUser: requireSignedIn,
  forProject: requireProjectAccess,
  forOrganization: requireOrganizationAccess,
};

/**
 * A server action: parses its input, runs, and answers with data or an error a form can show.
 * `defineAction(createApiKeyInput.extend({ projectId: z.string() }), async ({ projectId, ...input }, context) =>
 * createApiKey(await context.forProject(projectId), input))`
 */
export function defineAction<Schema extends z.ZodType, Result>(
  schema: Schema,
  run: (input: z.output<Schema>, context: ActionContext) => Promise<Result>,
): (input: z.input<Schema>) => Promise<ActionResult<Result>> {
  return async (input) => {
    const parsed = schema.safeParse(input);
    if (!parsed.success) return { ok: false, error: toFieldErrors(parsed.error.issues) };
    try {
      return { ok: true, data: await run(parsed.data, CONTEXT) };
    } catch (thrown) {
      unstable_rethrow(thrown);
      return { ok: false, error: toActionError(thrown) };
    }
  };
}

function toFieldErrors(issues: readonly z.core.$ZodIssue[]): ActionError {
  const fieldErrors: Record<string, string> = {};
  for (const { path, message } of issues) fieldErrors[path.join(".")] ??= message;
  const message = issues[0]?.message ?? "The input is not valid.";
  return { code: "invalid_request", message, fieldErrors };
}

function toActionError(thrown: unknown): ActionError {
  if (!(thrown instanceof PrysmError)) runtime().log.error({ err: thrown }, "An action failed.");
  const { code, message, param } = toPrysmError(thrown);
  return { code, message, ...(param === null ? {} : { fieldErrors: { [param]: message } }) };
}
