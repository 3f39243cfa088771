import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from "node:http";

const HOP_BY_HOP = [
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "expect",
];

/** Cannot be taken away by naming them in `Connection`: without them a body reads as the next request. */
const NEVER_AN_OPTION = new Set(["content-length", "host"]);

/** Anyone may send these; passed on they would let a caller choose its own address and our own name. */
const CLAIMED = ["forwarded", "x-real-ip"];

/** Headers that belong to the message and not to the connection it came on. */
export function withoutHopByHop(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const dropped = new Set([...HOP_BY_HOP, ...connectionOptions(headers)]);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.has(name)));
}

/**
 * The headers for the page server: who asked and under which name is what we saw, not what was claimed.
 * The body's framing is not among them; whoever sends a body states how (see `framingOf`).
 */
export function forwardHeaders(
  request: IncomingMessage,
  publicUrl: string | undefined,
): OutgoingHttpHeaders {
  const kept = Object.entries(withoutHopByHop(request.headers)).filter(
    ([name]) =>
      name !== "content-length" && !CLAIMED.includes(name) && !name.startsWith("x-forwarded-"),
  );
  const { protocol, host, port } = seenAs(request, publicUrl);
  return {
    ...Object.fromEntries(kept),
    "x-forwarded-for": request.socket.remoteAddress ?? "",
    "x-forwarded-host": host,
    "x-forwarded-port": port,
    "x-forwarded-proto": protocol,
  };
}

/** How the body of a request is marked off when it is sent on, whatever the method; nothing without a body. */
export function framingOf({ headers }: IncomingMessage): OutgoingHttpHeaders {
  if (headers["transfer-encoding"] !== undefined) return { "transfer-encoding": "chunked" };
  const length = headers["content-length"];
  return length === undefined ? {} : { "content-length": Number(length) };
}

function seenAs(request: IncomingMessage, publicUrl: string | undefined) {
  if (publicUrl) {
    const { protocol, host, port } = new URL(publicUrl);
    return {
      protocol: protocol.slice(0, -1),
      host,
      port: port || (protocol === "https:" ? "443" : "80"),
    };
  }
  const host = request.headers.host ?? "localhost";
  return { protocol: "http", host, port: String(request.socket.localPort ?? "") };
}

function connectionOptions(headers: IncomingHttpHeaders): string[] {
  return (headers.connection ?? "")
    .split(",")
    .map((option) => option.trim().toLowerCase())
    .filter((option) => !NEVER_AN_OPTION.has(option));
}
