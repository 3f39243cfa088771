import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { provideEnv } from "../env";
import { PrysmError, toPrysmError } from "../errors";
import { runtime } from "../runtime";
import { linkOAuth } from "../services/account/link-oauth";
import { verifyPassword } from "../services/account/verify-password";
import { addressOf } from "./address-of";
import { oauthProviders, toOAuthProfile } from "./oauth-providers";

declare module "next-auth" {
  interface Session {
    user: { id: string };
  }
}

const SESSION_SECONDS = 30 * 24 * 60 * 60;

/** How people sign in: the one configuration of next-auth in this process. */
export function authOptions(): NextAuthOptions {
  return runtime().once("auth-options", createAuthOptions);
}

function createAuthOptions(): NextAuthOptions {
  const { env, secrets } = runtime();
  // next-auth learns where it lives from these variables only.
  provideEnv(
    env.PRYSM_PUBLIC_URL ? { NEXTAUTH_URL: env.PRYSM_PUBLIC_URL } : { AUTH_TRUST_HOST: "true" },
  );
  return {
    secret: secrets.sessionSecret,
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [passwordProvider(), ...oauthProviders()],
    callbacks: {
      async signIn({ user, account, profile }) {
        if (account?.type !== "oauth" || !profile) return true;
        const { provider, providerAccountId } = account;
        return linkProfile(user, toOAuthProfile(provider, providerAccountId, user, profile));
      },
      // Only the id travels: everything else is read from the database at each request.
      jwt: ({ token, user }) => ({ sub: user?.id ?? token.sub ?? "" }),
      session: ({ session, token }) => ({ ...session, user: { id: token.sub ?? "" } }),
    },
    logger: {
      error: (code, metadata) => {
        runtime().log.warn({ code, error: messageOf(metadata) }, "Signing in failed.");
      },
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}

function passwordProvider() {
  return CredentialsProvider({
    id: "credentials",
    name: "E-mail and password",
    credentials: { email: { type: "email" }, password: { type: "password" } },
    async authorize(credentials, request) {
      const email = String(credentials?.email ?? "");
      const password = String(credentials?.password ?? "");
      try {
        return await verifyPassword({ email, password }, addressOf(forwardedFor(request.headers)));
      } catch (error) {
        // next-auth shows this message to the browser, so it must be one that was written for people.
        if (!(error instanceof PrysmError)) {
          runtime().log.error({ error: messageOf(error) }, "A password could not be checked.");
        }
        throw new Error(toPrysmError(error).message);
      }
    },
  });
}

/** True with our own user id on `user`, or where to send the browser instead. */
async function linkProfile(
  user: { id: string },
  profile: Parameters<typeof linkOAuth>[0],
): Promise<true | string> {
  try {
    user.id = (await linkOAuth(profile)).userId;
    return true;
  } catch (error) {
    if (!(error instanceof PrysmError)) {
      runtime().log.error({ error: messageOf(error) }, "An identity could not be linked.");
    }
    return `/sign-in?error=${encodeURIComponent(toPrysmError(error).message)}`;
  }
}

function forwardedFor(headers: Record<string, unknown> | undefined): string | null {
  const value = headers?.["x-forwarded-for"];
  return typeof value === "string" ? value : null;
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : "unknown";
}
