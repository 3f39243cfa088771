import { unstable_rethrow } from "next/navigation";
import { PrysmError, toPrysmError } from "../errors";
import { runtime } from "../runtime";
import type { ServiceContext } from "../services/service-context";
import { requireProjectAccess } from "./require-access";

export interface ProjectRequest<Params> {
  context: ServiceContext;
  params: Params;
  searchParams: URLSearchParams;
  request: Request;
}

/**
 * A JSON route below `[projectId]` for the dashboard: session cookie, membership checked, errors as
 * `{error:{code,message}}`. A `Response` returned by `run` is sent as it is.
 */
export function defineRoute<Params extends { projectId: string }>(
  run: (input: ProjectRequest<Params>) => Promise<unknown>,
) {
  return (request: Request, { params }: { params: Promise<Params> }): Promise<Response> =>
    answer(async () => {
      const known = await params;
      const context = await requireProjectAccess(known.projectId);
      const { searchParams } = new URL(request.url);
      return run({ context, params: known, searchParams, request });
    });
}

/** Runs a JSON handler: its result, or its error in the dashboard's shape. Never cached. */
export async function answer(run: () => Promise<unknown>): Promise<Response> {
  try {
    const result = await run();
    return result instanceof Response ? result : json(result, 200);
  } catch (thrown) {
    unstable_rethrow(thrown);
    if (!(thrown instanceof PrysmError)) runtime().log.error({ err: thrown }, "A route failed.");
    const { code, message, status } = toPrysmError(thrown);
    return json({ error: { code, message } }, status);
  }
}

function json(body: unknown, status: number): Response {
  return Response.json(body, { status, headers: { "cache-control": "private, no-store" } });
}
