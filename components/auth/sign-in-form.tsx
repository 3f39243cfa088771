"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import Link from "next/link";
import { signIn } from "next-auth/react";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Notice } from "../ui/notice";
import { type IdentityProvider, IdentityProviderButtons } from "./identity-provider-buttons";
import { safeCallback } from "./safe-callback";

const schema = z.object({
  email: z.string().trim().min(1, "Enter your e-mail address."),
  password: z.string().min(1, "Enter your password."),
});
type Credentials = z.infer<typeof schema>;

/** What next-auth's codes mean to a person. */
const ERRORS: Record<string, string> = {
  CredentialsSignin: "E-mail address or password is wrong.",
  AccessDenied: "That account may not sign in here. Ask whoever runs this instance.",
  OAuthAccountNotLinked:
    "This address already has a password here. Sign in with it instead of the other service.",
  NoProject: "Your account belongs to no project yet. Ask an organization's owner to add you.",
};

interface SignInFormProps {
  identityProviders: readonly IdentityProvider[];
  errorCode: string | null;
  callbackUrl: string | null;
}

export function SignInForm({ identityProviders, errorCode, callbackUrl }: SignInFormProps) {
  const [error, setError] = useState(errorCode === null ? null : explain(errorCode));
  const form = useForm<Credentials>({
    resolver: zodResolver(schema),
    defaultValues: { email: "", password: "" },
  });
  const { errors, isSubmitting, isSubmitSuccessful } = form.formState;

  async function submit(credentials: Credentials) {
    setError(null);
    const result = await signIn("credentials", { ...credentials, redirect: false });
    if (result?.ok && !result.error) {
      window.location.assign(safeCallback(callbackUrl));
      return;
    }
    form.reset(credentials, { keepValues: true });
    form.setFocus("password");
    setError(explain(result?.error ?? "unreachable"));
  }

  return (
    <div className="grid gap-6">
      <h1 className="font-semibold text-20 tracking-tight">Sign in</h1>
      {error ? <Notice intent="danger">{error}</Notice> : null}
      <IdentityProviderButtons
        identityProviders={identityProviders}
        callbackUrl={callbackUrl ?? "/"}
      />
      <form noValidate className="grid gap-4" onSubmit={form.handleSubmit(submit)}>
        <Field label="E-mail" error={errors.email?.message}>
          <Input
            size="lg"
            type="email"
            autoComplete="username"
            spellCheck={false}
            {...form.register("email")}
          />
        </Field>
        <Field label="Password" error={errors.password?.message}>
          <Input
            size="lg"
            type="password"
            autoComplete="current-password"
            {...form.register("password")}
          />
        </Field>
        <Button
          intent="primary"
          size="lg"
          width="full"
          type="submit"
          isBusy={isSubmitting || isSubmitSuccessful}
        >
          Sign in
        </Button>
      </form>
      <p className="text-13 text-muted">
        No account yet?{" "}
        <Link href="/sign-up" className="rounded-sm font-medium text-accent hover:underline">
          Create one
        </Link>
      </p>
    </div>
  );
}

function explain(code: string): string {
  const known = ERRORS[code];
  if (known) return known;
  if (code.includes(" ")) return code;
  return "Signing in did not work. Check your connection and try again.";
}
