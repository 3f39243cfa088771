import { PrysmError } from "../errors";
import type { Caller } from "./deps";

type Limits = Pick<Caller, "allowedModels" | "allowedProviders">;

/** Throws 403 when the key may not use the provider or the model. An empty list allows everything. */
export function requireAllowed(caller: Limits, provider: string, model: string | null): void {
  if (!mayUseProvider(caller, provider)) {
    const message = `This API key may not use the provider "${provider}". It may use: ${caller.allowedProviders.join(", ")}.`;
    throw new PrysmError("permission_denied", message, { param: "x-prysm-provider" });
  }
  if (!mayUseModel(caller, provider, model)) {
    const allowed = `It may use: ${caller.allowedModels.join(", ")}.`;
    const message =
      model === null
        ? `This API key is limited to some models, and nothing in this call says which ones it uses. ${allowed}`
        : `This API key may not use the model "${model}". ${allowed}`;
    throw new PrysmError("model_not_allowed", message, { param: "model" });
  }
}

export function mayUseProvider({ allowedProviders }: Limits, provider: string): boolean {
  return allowedProviders.length === 0 || allowedProviders.includes(provider);
}

/** Entries are names, or beginnings of names that end in `*`, with or without the provider before them. */
export function mayUseModel(
  { allowedModels }: Limits,
  provider: string,
  model: string | null,
): boolean {
  if (allowedModels.length === 0) return true;
  if (model === null) return false;
  return allowedModels.some(
    (entry) => matches(entry, model) || matches(entry, `${provider}/${model}`),
  );
}

function matches(entry: string, model: string): boolean {
  return entry.endsWith("*") ? model.startsWith(entry.slice(0, -1)) : entry === model;
}
