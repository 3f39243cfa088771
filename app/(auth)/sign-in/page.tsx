import type { Metadata } from "next";
import { SignInForm } from "@/components/auth/sign-in-form";
import { oauthProviders } from "@/lib/next/oauth-providers";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Sign in" };

interface SignInPageProps {
  searchParams: Promise<{ error?: string | string[]; callbackUrl?: string | string[] }>;
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { error, callbackUrl } = await searchParams;
  return (
    <SignInForm
      identityProviders={oauthProviders().map(({ id, name }) => ({ id, name }))}
      errorCode={typeof error === "string" ? error : null}
      callbackUrl={typeof callbackUrl === "string" ? callbackUrl : null}
    />
  );
}
