import { unstable_rethrow } from "next/navigation";
import { PrysmError, toPrysmError } from "../errors";
import { newId } from "../ids";
import { errorBody } from "../protocol/error-body";
import { runtime } from "../runtime";
import { type AuthenticatedKey, authenticateKey } from "../services/api-keys/authenticate-key";

export interface KeyRequest<Params> {
  key: AuthenticatedKey;
  params: Params;
  searchParams: URLSearchParams;
}

/** A public JSON route: API key with `scope`, request id on every answer, errors in OpenAI's shape. */
export function defineKeyRoute<Params extends object = Record<never, never>>(
  scope: string,
  run: (input: KeyRequest<Params>) => Promise<unknown>,
) {
  return async (request: Request, { params }: { params: Promise<Params> }): Promise<Response> => {
    const startedMs = performance.now();
    const requestId = newId();
    const headers = () => ({
      "content-type": "application/json",
      "cache-control": "private, no-store",
      "x-request-id": requestId,
      "x-prysm-request-id": requestId,
      "x-prysm-latency-ms": (performance.now() - startedMs).toFixed(1),
    });
    try {
      const key = await authenticateKey(request.headers.get("authorization"), scope);
      const { searchParams } = new URL(request.url);
      const result = await run({ key, params: await params, searchParams });
      return new Response(JSON.stringify(result), { headers: headers() });
    } catch (thrown) {
      unstable_rethrow(thrown);
      const error = toPrysmError(thrown);
      if (!(thrown instanceof PrysmError)) {
        runtime().log.error({ err: thrown, requestId }, "A public route failed.");
      }
      const body = errorBody(error, requestId);
      return new Response(body, {
        status: error.status,
        headers: { ...headers(), ...error.headers },
      });
    }
  };
}

/** For the methods a public route does not have. */
export function refuseMethod(scope: string, allowed: string) {
  return defineKeyRoute(scope, async () => {
    const message = `This endpoint answers ${allowed} only.`;
    throw new PrysmError("method_not_allowed", message, { headers: { allow: allowed } });
  });
}
