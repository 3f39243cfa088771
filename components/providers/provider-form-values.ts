import type { FieldPath } from "react-hook-form";
import type { ProviderKind, ProviderRow } from "@/lib/queries/providers";

export interface ProviderFormValues {
  kind: string;
  name: string;
  baseUrl: string;
  credential: string;
  removesCredential: boolean;
  apiVersion: string;
  defaultModel: string;
  models: string[];
  extraHeaders: { name: string; value: string }[];
}

const EMPTY: ProviderFormValues = {
  kind: "",
  name: "",
  baseUrl: "",
  credential: "",
  removesCredential: false,
  apiVersion: "",
  defaultModel: "",
  models: [],
  extraHeaders: [],
};

/** What the form starts with; secrets stay where they are. */
export function valuesOf(provider: ProviderRow | null): ProviderFormValues {
  if (!provider) return EMPTY;
  return {
    ...EMPTY,
    kind: provider.kind,
    name: provider.name,
    baseUrl: provider.baseUrl,
    apiVersion: provider.apiVersion ?? "",
    defaultModel: provider.defaultModel ?? "",
    models: provider.models,
    extraHeaders: provider.extraHeaders.map(({ name }) => ({ name, value: "" })),
  };
}

/** What the services take, apart from the name. */
export function settingsOf({ name: _name, ...settings }: ProviderFormValues, kind: ProviderKind) {
  return { ...settings, apiVersion: kind.takesApiVersion ? settings.apiVersion : "" };
}

/** What the form holds once another kind is chosen: what people typed stays, what came with the kind changes. */
export function withKind(
  values: ProviderFormValues,
  picked: ProviderKind,
  previous: ProviderKind | undefined,
  providers: readonly ProviderRow[],
): ProviderFormValues {
  const isOwnName = values.name !== "" && !(previous && isNamed(values.name, previous));
  const isOwnUrl = values.baseUrl !== "" && values.baseUrl !== previous?.defaultBaseUrl;
  return {
    ...values,
    kind: picked.id,
    name: isOwnName ? values.name : freeName(picked, providers),
    baseUrl: isOwnUrl ? values.baseUrl : (picked.defaultBaseUrl ?? ""),
  };
}

/** As `freeName` names one of this kind. */
function isNamed(name: string, { id }: ProviderKind): boolean {
  return name === id || (name.startsWith(`${id}-`) && /^\d+$/.test(name.slice(id.length + 1)));
}

/** A name for a provider of this kind that the project does not have yet. */
function freeName(kind: ProviderKind, providers: readonly ProviderRow[]): string {
  const taken = new Set(providers.map(({ name }) => name));
  if (!taken.has(kind.id)) return kind.id;
  let number = 2;
  while (taken.has(`${kind.id}-${number}`)) number += 1;
  return `${kind.id}-${number}`;
}

/** The field of the form that a server's message is about; null when it has none. */
export function fieldOf(path: string): FieldPath<ProviderFormValues> | null {
  const [field = "", ...rest] = path.replace(/^settings\./, "").split(".");
  if (!(field in EMPTY)) return null;
  if (field !== "extraHeaders") return field as FieldPath<ProviderFormValues>;
  return [field, ...rest].join(".") as FieldPath<ProviderFormValues>;
}
