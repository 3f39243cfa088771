import type { ActionResult } from "@/lib/next/define-action";
import type { ProviderTest } from "@/lib/queries/providers";
import type { CreateProviderInput } from "@/lib/services/providers/create-provider";
import type { LoadModelsInput } from "@/lib/services/providers/load-models";
import type { TestProviderInput } from "@/lib/services/providers/test-provider";
import type { UpdateProviderInput } from "@/lib/services/providers/update-provider";

type Action<Input, Result> = (
  input: Input & { projectId: string },
) => Promise<ActionResult<Result>>;

/** The server actions of the page, bundled to be handed down. */
export interface ProviderActions {
  create: Action<CreateProviderInput, { id: string; name: string }>;
  update: Action<UpdateProviderInput, { id: string; name: string }>;
  remove: Action<{ providerId: string }, { id: string }>;
  setDefault: Action<{ name: string | null }, { defaultProvider: string | null }>;
  rotateKey: Action<
    { providerId: string; credential: string },
    { id: string; credentialHint: string }
  >;
  test: Action<TestProviderInput, ProviderTest>;
  loadModels: Action<LoadModelsInput, { models: string[] }>;
}
