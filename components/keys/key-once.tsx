import { CopyButton } from "../ui/copy-button";

/** A new key in full, the only time anyone sees it. */
export function KeyOnce({ value }: { value: string }) {
  return (
    <div className="grid gap-2">
      <div className="flex items-center gap-2 rounded border border-line-strong bg-canvas py-1.5 pr-1.5 pl-3">
        <code className="wire-text min-w-0 flex-1 font-mono text-12" data-testid="new-key">
          {value}
        </code>
        <CopyButton text={value} label="Copy" look="text" intent="secondary" />
      </div>
      <p className="text-12 text-warning">
        Store it now: you will not see it again. Prysm keeps only its fingerprint.
      </p>
    </div>
  );
}
