import GithubProvider from "next-auth/providers/github";
import GoogleProvider from "next-auth/providers/google";
import type { Provider } from "next-auth/providers/index";
import { z } from "zod";
import { runtime } from "../runtime";
import type { OAuthProfile } from "../services/account/link-oauth";

const githubEmails = z.array(
  z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }),
);

/** The identity providers that this instance has credentials for. */
export function oauthProviders(): Provider[] {
  const { env } = runtime();
  const providers: Provider[] = [];
  if (env.PRYSM_GITHUB_CLIENT_ID && env.PRYSM_GITHUB_CLIENT_SECRET) {
    providers.push(github(env.PRYSM_GITHUB_CLIENT_ID, env.PRYSM_GITHUB_CLIENT_SECRET));
  }
  if (env.PRYSM_GOOGLE_CLIENT_ID && env.PRYSM_GOOGLE_CLIENT_SECRET) {
    const { PRYSM_GOOGLE_CLIENT_ID: clientId, PRYSM_GOOGLE_CLIENT_SECRET: clientSecret } = env;
    providers.push(GoogleProvider({ clientId, clientSecret }));
  }
  return providers;
}

// The public profile's address may be unverified; the list of addresses says which one is.
function github(clientId: string, clientSecret: string) {
  return GithubProvider({
    clientId,
    clientSecret,
    userinfo: {
      url: "https://api.github.com/user",
      async request({ client, tokens }) {
        const token = tokens.access_token ?? "";
        const { email: _, ...profile } = await client.userinfo(token);
        const email = await verifiedGithubEmail(token);
        return email === null ? profile : { ...profile, email };
      },
    },
  });
}

async function verifiedGithubEmail(token: string): Promise<string | null> {
  const response = await fetch("https://api.github.com/user/emails", {
    headers: { authorization: `Bearer ${token}`, accept: "application/vnd.github+json" },
    signal: AbortSignal.timeout(10_000),
  });
  const emails = githubEmails.safeParse(response.ok ? await response.json() : null);
  return emails.data?.find((entry) => entry.primary && entry.verified)?.email ?? null;
}

export interface SignedInProfile {
  id: string;
  name?: string | null;
  email?: string | null;
  image?: string | null;
}

/** What an identity provider said, in our words; its address only when the provider vouches for it. */
export function toOAuthProfile(
  provider: string,
  providerAccountId: string,
  user: SignedInProfile,
  claims: object,
): OAuthProfile {
  const isVouchedFor =
    provider === "github" || ("email_verified" in claims && claims.email_verified === true);
  return {
    provider: provider as OAuthProfile["provider"],
    providerAccountId,
    verifiedEmail: isVouchedFor ? (user.email ?? null) : null,
    name: user.name ?? "",
    image: user.image ?? null,
  };
}
