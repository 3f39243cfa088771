"use client";

import { ErrorMessage } from "@/components/layout/error-message";
import "./globals.css";

interface GlobalErrorProps {
  error: Error & { digest?: string };
  reset: () => void;
}

export default function GlobalError({ error, reset }: GlobalErrorProps) {
  return (
    <html lang="en">
      <body>
        <ErrorMessage digest={error.digest} retry={reset} />
      </body>
    </html>
  );
}
