import type { ReactNode } from "react";

interface EmptyStateProps {
  title: string;
  sentence: ReactNode;
  action?: ReactNode;
  /** A dimmed real example of what the page will look like. */
  example?: ReactNode;
}

export function EmptyState({ title, sentence, action, example }: EmptyStateProps) {
  return (
    <div className="relative min-h-80 flex-1">
      {example ? (
        <div
          inert
          className="pointer-events-none select-none opacity-45 [mask-image:linear-gradient(to_bottom,black,transparent_85%)]"
        >
          {example}
        </div>
      ) : null}
      <div
        className={`${example ? "absolute inset-x-0 top-24" : "pt-16"} mx-auto flex w-full max-w-md justify-center px-4`}
      >
        <div className="w-full rounded border bg-float p-6 text-center shadow-float">
          <h2 className="font-semibold text-16">{title}</h2>
          <p className="mt-1 text-13 text-muted">{sentence}</p>
          {action ? <div className="mt-4 flex justify-center gap-2">{action}</div> : null}
        </div>
      </div>
    </div>
  );
}
