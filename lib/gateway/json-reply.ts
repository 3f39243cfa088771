import type { GatewayReply } from "./gateway-message";

export function jsonReply(status: number, value: unknown): GatewayReply {
  const body = Buffer.from(JSON.stringify(value));
  return {
    status,
    headers: {
      "content-type": "application/json",
      "content-length": String(body.length),
    },
    body,
  };
}
