"use client";

import { ErrorMessage } from "@/components/layout/error-message";

interface ErrorPageProps {
  error: Error & { digest?: string };
  reset: () => void;
}

export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <main className="grid min-h-dvh">
      <ErrorMessage digest={error.digest} retry={reset} />
    </main>
  );
}
