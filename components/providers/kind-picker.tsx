import type { ProviderKind } from "@/lib/queries/providers";
import { ProviderMark } from "./provider-mark";

/** What most people look for comes first; the rest keeps the registry's order. */
const FIRST = ["openai", "anthropic", "gemini", "azure-openai"];

interface KindPickerProps {
  kinds: readonly ProviderKind[];
  /** Id of the chosen kind; empty before a choice. */
  value: string;
  onPick: (kind: ProviderKind) => void;
}

export function KindPicker({ kinds, value, onPick }: KindPickerProps) {
  const services = kinds.filter((kind) => kind.needsCredential).sort(byRank);
  const own = kinds.filter((kind) => !kind.needsCredential);
  return (
    <div className="grid gap-4">
      <KindGroup label="Services" kinds={services} value={value} onPick={onPick} />
      <KindGroup label="Your own server" kinds={own} value={value} onPick={onPick} />
    </div>
  );
}

function KindGroup({ label, kinds, value, onPick }: KindPickerProps & { label: string }) {
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 font-medium text-12 text-faint">{label}</legend>
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-3">
        {kinds.map((kind) => (
          <button
            key={kind.id}
            type="button"
            aria-pressed={kind.id === value}
            onClick={() => onPick(kind)}
            className="flex h-11 min-w-0 items-center gap-2.5 rounded border bg-surface px-2 text-left text-13 transition-colors hover:border-faint hover:bg-sunken aria-pressed:border-accent aria-pressed:bg-accent-soft"
          >
            <ProviderMark label={kind.label} size="sm" />
            <span className="min-w-0 truncate font-medium">{kind.label}</span>
          </button>
        ))}
      </div>
    </fieldset>
  );
}

function byRank(one: ProviderKind, other: ProviderKind): number {
  return rankOf(one) - rankOf(other);
}

function rankOf({ id }: ProviderKind): number {
  const index = FIRST.indexOf(id);
  return index === -1 ? FIRST.length : index;
}
