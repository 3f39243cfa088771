"use client";

import { Button } from "../ui/button";
import { FullPageMessage } from "./full-page-message";

interface ErrorMessageProps {
  /** Names the entry in the server's log. */
  digest: string | undefined;
  retry: () => void;
}

export function ErrorMessage({ digest, retry }: ErrorMessageProps) {
  return (
    <FullPageMessage
      title="This page could not be loaded"
      sentence={
        <>
          Nothing was lost: calls through the gateway are recorded all the same. Try again; if it
          stays, the server’s log says why
          {digest ? (
            <>
              {" "}
              under <code className="font-mono text-12">{digest}</code>
            </>
          ) : null}
          .
        </>
      }
      action={
        <Button intent="primary" onClick={retry}>
          Try again
        </Button>
      }
    />
  );
}
