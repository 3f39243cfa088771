import type { InstanceProviderRow } from "@/lib/queries/providers";
import { Badge } from "../ui/badge";
import { Card } from "../ui/card";
import { ProviderMark } from "./provider-mark";

/** What the operator's environment gives every project, for reading. */
export function InstanceProviders({ providers }: { providers: readonly InstanceProviderRow[] }) {
  return (
    <Card
      title="From this instance"
      description="Every project may use these. They are set in the environment of the server."
      padding="none"
    >
      <ul>
        {providers.map(({ name, kindLabel, baseUrl, defaultModel, isDefault, isHidden }) => (
          <li key={name} className="flex items-start gap-3 border-b px-4 py-3 last:border-0">
            <ProviderMark label={kindLabel} />
            <div className="grid min-w-0 flex-1 gap-x-6 gap-y-1 @3xl:grid-cols-[minmax(0,4fr)_minmax(0,11fr)]">
              <div className="min-w-0">
                <div className="flex items-center gap-2 text-13">
                  <span className="truncate font-medium">{name}</span>
                  {isDefault ? <Badge intent="accent">Default</Badge> : null}
                  {isHidden ? <Badge>Replaced</Badge> : null}
                </div>
                <p className="truncate text-12 text-faint">{kindLabel}</p>
              </div>
              <div className="min-w-0">
                <p
                  className={`truncate leading-5 ${baseUrl === null ? "text-13 text-muted" : "font-mono text-12"}`}
                  title={baseUrl ?? undefined}
                >
                  {baseUrl ?? placeOf(name)}
                </p>
                <p className="truncate text-12 text-faint">
                  {isHidden
                    ? "This project has a provider of the same name, which answers instead."
                    : noteOf(name, defaultModel)}
                </p>
              </div>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function placeOf(name: string): string {
  return name === "echo" ? "Built into Prysm" : "Run by the operator";
}

function noteOf(name: string, defaultModel: string | null): string {
  if (name === "echo")
    return "Repeats the last message: free, without a key, for trying things out.";
  return defaultModel === null ? "no default model" : `default ${defaultModel}`;
}
