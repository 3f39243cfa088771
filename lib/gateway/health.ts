import { version } from "../../package.json";
import { CLIENT_APIS } from "./client-api";
import type { GatewayDeps } from "./deps";
import type { GatewayReply, GatewayRequest } from "./gateway-message";
import { jsonReply } from "./json-reply";

/** `GET /api/v1/health`: this process takes calls. Needs no key and touches no database. */
export function getHealth(_request: GatewayRequest, deps: GatewayDeps): GatewayReply {
  return jsonReply(200, {
    status: "ok",
    service: "prysm-proxy",
    version,
    endpoints: [...Object.keys(CLIENT_APIS), "/models", "/traces"].map((path) => `/api/v1${path}`),
    providers: deps.instanceUpstreams.map((upstream) => upstream.name),
  });
}

/** `GET /health`, in the form seed 001's clients know. */
export function getServiceHealth(): GatewayReply {
  return jsonReply(200, { status: "healthy", service: "llm" });
}

/** For orchestrators. */
export function getLiveness(): GatewayReply {
  return jsonReply(200, { ok: true });
}
