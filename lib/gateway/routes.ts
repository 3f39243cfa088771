import { PrysmError } from "../errors";
import type { GatewayDeps } from "./deps";
import type { GatewayReply, GatewayRequest } from "./gateway-message";
import { getHealth, getLiveness, getServiceHealth } from "./health";
import { listModels } from "./models";
import { handleChat, handleUnknown } from "./pipeline";

type Handler = (request: GatewayRequest, deps: GatewayDeps) => Promise<GatewayReply> | GatewayReply;

const ENDPOINTS: Readonly<Record<string, Readonly<Record<string, Handler>>>> = {
  "/chat/completions": { POST: handleChat },
  "/models": { GET: listModels },
  "/health": { GET: getHealth },
};

const ROOT_ENDPOINTS: Readonly<Record<string, Handler>> = {
  "/health": getServiceHealth,
  "/healthz": getLiveness,
  "/livez": getLiveness,
  "/readyz": getLiveness,
};

const MOUNTS = ["/api/v1", "/v1"];
/** Below a mount, but answered by the page server: database reads stay off this event loop. */
const ELSEWHERE = /^\/traces(\/|$)/;

/** The gateway's handler of a path, or null when the path is not the gateway's. */
export function findRoute(method: string, path: string): Handler | null {
  const root = ROOT_ENDPOINTS[path];
  if (root && method === "GET") return root;
  const mount = MOUNTS.find((prefix) => path === prefix || path.startsWith(`${prefix}/`));
  if (mount === undefined) return null;
  const endpoint = path.slice(mount.length).replace(/\/+$/, "");
  if (ELSEWHERE.test(endpoint)) return null;
  const methods = ENDPOINTS[endpoint];
  if (!methods) return unknownPath;
  return methods[method] ?? wrongMethod(Object.keys(methods));
}

function unknownPath(request: GatewayRequest, deps: GatewayDeps): Promise<GatewayReply> {
  const known = Object.keys(ENDPOINTS).join(", ");
  const message = `Prysm has no endpoint ${request.method} ${request.path.slice(0, 256)}. Below /api/v1 it has ${known}, /traces.`;
  return handleUnknown(request, new PrysmError("not_found", message), deps);
}

function wrongMethod(allowed: readonly string[]): Handler {
  return (request, deps) => {
    const message = `${request.path} does not take ${request.method}. Use ${allowed.join(" or ")}.`;
    const headers = { allow: allowed.join(", ") };
    return handleUnknown(request, new PrysmError("method_not_allowed", message, { headers }), deps);
  };
}
