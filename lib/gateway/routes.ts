import { PrysmError } from "../errors";
import { CLIENT_APIS, PASSTHROUGH } from "./client-api";
import type { GatewayDeps } from "./deps";
import type { GatewayReply, GatewayRequest } from "./gateway-message";
import { getHealth, getLiveness, getServiceHealth } from "./health";
import { getModel, listModels } from "./models";
import { handleCall, handleUnknown } from "./pipeline";

type Handler = (request: GatewayRequest, deps: GatewayDeps) => Promise<GatewayReply> | GatewayReply;

const CALLS = Object.entries(CLIENT_APIS).map(([path, clientApi]): [string, { POST: Handler }] => [
  path,
  { POST: (request, deps) => handleCall(request, clientApi, deps) },
]);

const ENDPOINTS: Readonly<Record<string, Readonly<Record<string, Handler>>>> = {
  ...Object.fromEntries(CALLS),
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
const ONE_MODEL = /^\/models\/.+/;
/** Paths of the OpenAI and Anthropic APIs that the gateway passes through without looking into them. */
const PASSED_THROUGH =
  /^\/(audio\/.+|images\/.+|moderations|rerank|score|ocr|files(\/.+)?|uploads(\/.+)?|batches(\/.+)?|fine_tuning\/.+|vector_stores(\/.+)?|videos(\/.+)?|containers(\/.+)?|conversations(\/.+)?|assistants(\/.+)?|threads(\/.+)?|evals(\/.+)?|realtime\/.+|chat\/completions\/.+|responses\/.+|messages\/batches(\/.+)?)$/;

/** Segments that would lead out of an upstream's base URL. */
const DOT_SEGMENT = /(?:^|\/)(?:\.|%2e){1,2}(?:\/|$)/i;

const passThrough: Handler = (request, deps) => handleCall(request, PASSTHROUGH, deps);

/** The gateway's handler of a path, or null when the path is not the gateway's. */
export function findRoute(method: string, path: string): Handler | null {
  const root = ROOT_ENDPOINTS[path];
  if (root && method === "GET") return root;
  const mount = MOUNTS.find((prefix) => path === prefix || path.startsWith(`${prefix}/`));
  if (mount === undefined) return null;
  const endpoint = path.slice(mount.length).replace(/\/+$/, "");
  if (ELSEWHERE.test(endpoint)) return null;
  const methods = Object.hasOwn(ENDPOINTS, endpoint) ? ENDPOINTS[endpoint] : undefined;
  if (methods) return methods[method] ?? wrongMethod(Object.keys(methods));
  if (ONE_MODEL.test(endpoint)) return method === "GET" ? getModel : wrongMethod(["GET"]);
  const passes = PASSED_THROUGH.test(endpoint) && !DOT_SEGMENT.test(endpoint);
  return passes ? passThrough : unknownPath;
}

function unknownPath(request: GatewayRequest, deps: GatewayDeps): Promise<GatewayReply> {
  const known = Object.keys(ENDPOINTS).join(", ");
  const message = `Prysm has no endpoint ${request.method} ${request.path.slice(0, 256)}. Below /api/v1 it has ${known}, /traces, and passes OpenAI's audio, images, files, moderations and the like through.`;
  return handleUnknown(request, new PrysmError("not_found", message), deps);
}

function wrongMethod(allowed: readonly string[]): Handler {
  return (request, deps) => {
    const message = `${request.path} does not take ${request.method}. Use ${allowed.join(" or ")}.`;
    const headers = { allow: allowed.join(", ") };
    return handleUnknown(request, new PrysmError("method_not_allowed", message, { headers }), deps);
  };
}
