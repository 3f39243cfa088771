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
        {providers.map((provider) => (
          <InstanceLine key={provider.name} provider={provider} />
        ))}
      </ul>
    </Card>
  );
}

function InstanceLine({ provider }: { provider: InstanceProviderRow }) {
  const { name, kindLabel, baseUrl, isDefault, isHidden } = provider;
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] items-start gap-x-3 gap-y-2 border-b px-4 py-3 last:border-0 @2xl:grid-cols-[auto_minmax(0,4fr)_minmax(0,13fr)] @2xl:gap-x-5">
      <ProviderMark label={kindLabel} />
      <div className="min-w-0 @2xl:-ml-2">
        <div className="flex items-center gap-2 text-13">
          <span className="truncate font-medium">{name}</span>
          {isDefault ? <Badge intent="accent">Default</Badge> : null}
          {isHidden ? <Badge>Name taken</Badge> : null}
        </div>
        <p className="truncate text-12 text-faint">{kindLabel}</p>
      </div>
      <div className="col-start-2 min-w-0 @2xl:col-start-3">
        <p
          className={`truncate leading-5 ${baseUrl === null ? "text-13 text-muted" : "font-mono text-12"}`}
          title={baseUrl ?? undefined}
        >
          {baseUrl ?? placeOf(name)}
        </p>
        <p className="text-12 text-faint @2xl:truncate">{noteOf(provider)}</p>
      </div>
    </li>
  );
}

function placeOf(name: string): string {
  return name === "echo" ? "Built into Prysm" : "Run by the operator";
}

function noteOf({ name, defaultModel, isDefault, isHidden }: InstanceProviderRow): string {
  if (isHidden && isDefault) {
    return `Still takes the calls that name no provider; those that name ${name} go to this project’s own.`;
  }
  if (isHidden) return `Calls that name ${name} go to this project’s own provider of that name.`;
  if (name === "echo") {
    return "Repeats the last message: free, without a key, for trying things out.";
  }
  return defaultModel === null ? "no default model" : `default ${defaultModel}`;
}
