import { z } from "zod";
import { prisma } from "../../db/prisma";
import { type ProviderTest, recordProviderTest } from "../../db/providers";
import { PrysmError } from "../../errors";
import type { Upstream } from "../../providers/provider";
import { parseInput } from "../parse-input";
import { requirePermission } from "../permissions";
import type { ServiceContext } from "../service-context";
import { askProvider } from "./ask-provider";
import { providerDefaultModel } from "./provider-fields";
import { resolveUpstream, upstreamChoice } from "./resolve-upstream";
import { type TokenLimit, testCall } from "./test-call";
import { upstreamWords, withoutSecrets } from "./upstream-words";

export const testProviderInput = z.object({
  ...upstreamChoice,
  /** Empty or absent: the provider's default model, else the first of its list. */
  model: providerDefaultModel,
});
export type TestProviderInput = z.input<typeof testProviderInput>;

/**
 * Makes the smallest real call: a question with an answer of a few tokens. What the upstream does with it is
 * a result, not an exception; that of a stored provider is kept for the list.
 */
export async function testProvider(
  context: ServiceContext,
  input: TestProviderInput,
): Promise<ProviderTest> {
  requirePermission(context, "provider.manage");
  const { model, ...choice } = parseInput(testProviderInput, input);
  const { upstream, record } = await resolveUpstream(context.projectId, choice);
  const asked = model ?? upstream.defaultModel ?? upstream.models[0];
  if (asked === undefined) {
    const message = "A test asks a model: enter a default model, or list the provider's models.";
    throw new PrysmError("invalid_request", message, { param: "defaultModel" });
  }
  const test = await runTest(upstream, asked);
  if (record) await recordProviderTest(prisma(), record, test);
  return test;
}

type Outcome = Omit<ProviderTest, "at">;

async function runTest(upstream: Upstream, model: string): Promise<ProviderTest> {
  const at = new Date().toISOString();
  try {
    const first = await ask(upstream, model, "max_tokens");
    const isRefused = !first.isOk && first.message?.includes("max_completion_tokens") === true;
    const outcome = isRefused ? await ask(upstream, model, "max_completion_tokens") : first;
    return { at, ...outcome };
  } catch (thrown) {
    if (!(thrown instanceof PrysmError)) throw thrown;
    const message = withoutSecrets(thrown.message, upstream);
    return { at, isOk: false, latencyMs: null, model: null, status: null, message };
  }
}

async function ask(upstream: Upstream, model: string, limit: TokenLimit): Promise<Outcome> {
  const { provider, request, findAnswer } = testCall(upstream, model, limit);
  const reply = await askProvider(request);
  const latencyMs = Math.round(reply.latencyMs);
  const { status } = reply;
  const answer = findAnswer(reply);
  if (answer) return { isOk: true, latencyMs, status, model: nameOf(answer, model), message: null };
  const words = upstreamWords(provider, upstream, reply);
  if (status === 400 && OUT_OF_TOKENS.test(words)) {
    return { isOk: true, latencyMs, status, model, message: null };
  }
  const message =
    status < 300 ? `It answered ${status}, but with no chat completion: ${words}` : words;
  return { isOk: false, latencyMs, status, model: null, message };
}

// A reasoning model that used the few tokens for thinking: it took the call, which is what is tested.
const OUT_OF_TOKENS = /max_tokens or model output limit was reached/i;

function nameOf({ model }: { model?: unknown }, asked: string): string {
  return typeof model === "string" && model !== "" ? model.slice(0, 200) : asked;
}
