"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import Link from "next/link";
import { signIn } from "next-auth/react";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import type { ActionResult } from "@/lib/next/define-action";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { Notice } from "../ui/notice";
import { type IdentityProvider, IdentityProviderButtons } from "./identity-provider-buttons";

const schema = z.object({
  name: z.string().trim().min(1, "Enter your name."),
  email: z.string().trim().pipe(z.email("Enter an e-mail address, like you@example.com.")),
  password: z.string().min(8, "Use at least 8 characters."),
  organizationName: z.string().trim(),
});
type NewAccount = z.infer<typeof schema>;

interface SignUpFormProps {
  identityProviders: readonly IdentityProvider[];
  signUp: (
    input: NewAccount,
  ) => Promise<ActionResult<{ organizationSlug: string; projectSlug: string }>>;
}

export function SignUpForm({ identityProviders, signUp }: SignUpFormProps) {
  const [error, setError] = useState<string | null>(null);
  const [isLeaving, setIsLeaving] = useState(false);
  const form = useForm<NewAccount>({
    resolver: zodResolver(schema),
    defaultValues: { name: "", email: "", password: "", organizationName: "" },
  });
  const { errors, isSubmitting } = form.formState;

  async function submit(account: NewAccount) {
    setError(null);
    const result = await signUp(account).catch(() => null);
    if (!result) return setError("The server could not be reached. Try again.");
    if (!result.ok) return showRefusal(result.error);
    setIsLeaving(true);
    const { email, password } = account;
    const signedIn = await signIn("credentials", { email, password, redirect: false });
    const { organizationSlug, projectSlug } = result.data;
    window.location.assign(
      signedIn?.ok ? `/dashboard/${organizationSlug}/${projectSlug}/onboarding` : "/sign-in",
    );
  }

  function showRefusal(refusal: { message: string; fieldErrors?: Record<string, string> }) {
    const fields = Object.entries(refusal.fieldErrors ?? {});
    for (const [name, message] of fields) {
      if (name in schema.shape) form.setError(name as keyof NewAccount, { message });
    }
    if (fields.length === 0) setError(refusal.message);
  }

  return (
    <div className="grid gap-6">
      <div className="grid gap-1">
        <h1 className="font-semibold text-20 tracking-tight">Create your account</h1>
        <p className="text-13 text-muted">You get an organization and a first project with it.</p>
      </div>
      {error ? <Notice intent="danger">{error}</Notice> : null}
      <IdentityProviderButtons identityProviders={identityProviders} callbackUrl="/" />
      <form noValidate className="grid gap-4" onSubmit={form.handleSubmit(submit)}>
        <Field label="Name" error={errors.name?.message}>
          <Input size="lg" autoComplete="name" {...form.register("name")} />
        </Field>
        <Field label="E-mail" error={errors.email?.message}>
          <Input
            size="lg"
            type="email"
            autoComplete="username"
            spellCheck={false}
            {...form.register("email")}
          />
        </Field>
        <Field label="Password" hint="At least 8 characters." error={errors.password?.message}>
          <Input
            size="lg"
            type="password"
            autoComplete="new-password"
            {...form.register("password")}
          />
        </Field>
        <Field label="Organization" aside="optional" error={errors.organizationName?.message}>
          <Input
            size="lg"
            autoComplete="organization"
            placeholder="Your company or team"
            {...form.register("organizationName")}
          />
        </Field>
        <Button
          intent="primary"
          size="lg"
          width="full"
          type="submit"
          isBusy={isSubmitting || isLeaving}
        >
          Create account
        </Button>
      </form>
      <p className="text-13 text-muted">
        Already have one?{" "}
        <Link href="/sign-in" className="rounded-sm font-medium text-accent hover:underline">
          Sign in
        </Link>
      </p>
    </div>
  );
}
