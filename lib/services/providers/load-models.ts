import { z } from "zod";
import { PrysmError } from "../../errors";
import { parseInput } from "../parse-input";
import { requirePermission } from "../permissions";
import type { ServiceContext } from "../service-context";
import { askProvider } from "./ask-provider";
import { MAX_MODELS } from "./provider-fields";
import { resolveUpstream, upstreamChoice } from "./resolve-upstream";
import { requireHttpProvider } from "./test-call";
import { upstreamWords } from "./upstream-words";

export const loadModelsInput = z.object(upstreamChoice);
export type LoadModelsInput = z.input<typeof loadModelsInput>;

/** Asks the upstream which models it serves. Throws `upstream_error` with its words when it does not say. */
export async function loadModels(
  context: ServiceContext,
  input: LoadModelsInput,
): Promise<{ models: string[] }> {
  requirePermission(context, "provider.manage");
  const choice = parseInput(loadModelsInput, input);
  const { upstream } = await resolveUpstream(context.projectId, choice);
  const provider = requireHttpProvider(upstream.kind);
  const reply = await askProvider(provider.buildModelsRequest(upstream));
  if (reply.status < 200 || reply.status > 299) {
    const words = upstreamWords(provider, upstream, reply);
    throw new PrysmError("upstream_error", `It answered ${reply.status}: ${words}`);
  }
  const models = [...new Set(provider.readModels(reply.json))].sort();
  if (models.length > 0) return { models: models.slice(0, MAX_MODELS) };
  throw new PrysmError("upstream_error", "It lists no models. Enter the ones you use by hand.");
}
