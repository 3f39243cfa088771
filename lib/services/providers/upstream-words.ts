import type { UpstreamReply } from "../../outbound/ask-upstream";
import type { HttpProvider, Upstream } from "../../providers/provider";

const MAX_LENGTH = 500;

/** What an upstream said instead of the answer that was asked for: its own words, as a sentence to show. */
export function upstreamWords(
  provider: HttpProvider,
  upstream: Upstream,
  reply: UpstreamReply,
): string {
  const said = provider.readError(reply.status, reply.json)?.message ?? plainText(reply.text);
  return withoutSecrets(said || silence(reply), upstream).slice(0, MAX_LENGTH);
}

function silence({ status, location }: UpstreamReply): string {
  if (location !== null) return `It redirects to ${location}. Enter that address as the base URL.`;
  return `It answered ${status} without a word. Check the base URL.`;
}

/** Some upstreams repeat the key they refuse. */
export function withoutSecrets(text: string, { credential, extraHeaders }: Upstream): string {
  const secrets = [credential ?? "", ...Object.values(extraHeaders)];
  return secrets
    .filter((secret) => secret !== "")
    .reduce((cleaned, secret) => cleaned.replaceAll(secret, "…"), text);
}

function plainText(body: string): string {
  const text = /^\s*</.test(body)
    ? body.replace(/<(script|style)[\s\S]*?<\/\1>|<[^>]*>/gi, " ")
    : body;
  return text.replace(/\s+/g, " ").trim();
}
