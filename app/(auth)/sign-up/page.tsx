import type { Metadata } from "next";
import { SignUpForm } from "@/components/auth/sign-up-form";
import { oauthProviders } from "@/lib/next/oauth-providers";
import { signUpAction } from "../actions";

export const dynamic = "force-dynamic";
export const metadata: Metadata = { title: "Create account" };

export default function SignUpPage() {
  return (
    <SignUpForm
      identityProviders={oauthProviders().map(({ id, name }) => ({ id, name }))}
      signUp={signUpAction}
    />
  );
}
