"use client";

import { signIn } from "next-auth/react";
import { useState } from "react";
import { Button } from "../ui/button";

export interface IdentityProvider {
  id: string;
  name: string;
}

interface IdentityProviderButtonsProps {
  identityProviders: readonly IdentityProvider[];
  callbackUrl: string;
}

/** Only the providers that this instance has credentials for; nothing at all without any. */
export function IdentityProviderButtons(props: IdentityProviderButtonsProps) {
  const { identityProviders, callbackUrl } = props;
  const [busyId, setBusyId] = useState<string | null>(null);
  if (identityProviders.length === 0) return null;
  return (
    <div className="grid gap-2">
      {identityProviders.map(({ id, name }) => (
        <Button
          key={id}
          size="lg"
          width="full"
          isBusy={busyId === id}
          onClick={() => {
            setBusyId(id);
            void signIn(id, { callbackUrl });
          }}
        >
          Continue with {name}
        </Button>
      ))}
      <div className="flex items-center gap-3 py-1 text-12 text-faint">
        <span className="h-px flex-1 bg-line" />
        or with e-mail
        <span className="h-px flex-1 bg-line" />
      </div>
    </div>
  );
}
