import type { ActionResult } from "@/lib/next/define-action";

export interface ProviderFields {
  projectId: string;
  name: string;
  baseUrl: string;
  credential: string;
  defaultModel: string;
}

type Saved = ActionResult<{ id: string; name: string }>;

/** The server actions of the page, bundled to be handed down. */
export interface ProviderActions {
  create: (input: ProviderFields & { kind: "openai-compatible" }) => Promise<Saved>;
  update: (input: ProviderFields & { providerId: string }) => Promise<Saved>;
  remove: (input: {
    projectId: string;
    providerId: string;
  }) => Promise<ActionResult<{ id: string }>>;
  setDefault: (input: {
    projectId: string;
    name: string | null;
  }) => Promise<ActionResult<{ defaultProvider: string | null }>>;
}
