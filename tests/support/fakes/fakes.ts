import type { HttpProvider } from "../../../lib/providers/provider";
import { anthropicWire } from "./anthropic-wire";
import { geminiWire } from "./gemini-wire";
import { HttpFake } from "./http-fake";
import { openAiWire } from "./openai-wire";
import type { Wire } from "./wire";

/** The server behind every wire format that a provider can name. */
export const FAKES: Readonly<Record<HttpProvider["wire"], Wire>> = {
  openai: openAiWire,
  anthropic: anthropicWire,
  gemini: geminiWire,
};

export type Fakes = Readonly<Record<HttpProvider["wire"], HttpFake>>;

export async function startFakes(): Promise<Fakes> {
  const [openai, anthropic, gemini] = await Promise.all([
    HttpFake.start(FAKES.openai),
    HttpFake.start(FAKES.anthropic),
    HttpFake.start(FAKES.gemini),
  ]);
  return { openai, anthropic, gemini };
}

export async function stopFakes(fakes: Fakes | undefined): Promise<void> {
  await Promise.all(Object.values(fakes ?? {}).map((fake) => fake.stop()));
}
