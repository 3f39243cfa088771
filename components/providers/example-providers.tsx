import type { ProviderRow } from "@/lib/queries/providers";
import { Card } from "../ui/card";
import { ProviderFacts } from "./provider-facts";

const AT = "2026-01-15T09:30:00.000Z";

type Example = Pick<
  ProviderRow,
  | "name"
  | "kindLabel"
  | "baseUrl"
  | "credentialHint"
  | "defaultModel"
  | "models"
  | "extraHeaders"
  | "lastTest"
>;

const EXAMPLES: readonly Example[] = [
  {
    name: "openai",
    kindLabel: "OpenAI",
    baseUrl: "https://api.openai.com/v1",
    credentialHint: "sk-…4f2a",
    defaultModel: "gpt-4o-mini",
    models: ["gpt-4o", "gpt-4o-mini"],
    extraHeaders: [],
    lastTest: answered(412, "gpt-4o-mini-2024-07-18"),
  },
  {
    name: "claude",
    kindLabel: "Anthropic",
    baseUrl: "https://api.anthropic.com",
    credentialHint: "sk-…9QAA",
    defaultModel: "claude-sonnet-4-5",
    models: ["claude-sonnet-4-5"],
    extraHeaders: [],
    lastTest: answered(630, "claude-sonnet-4-5-20250929"),
  },
  {
    name: "house",
    kindLabel: "vLLM",
    baseUrl: "http://models.house.example:8000/v1",
    credentialHint: null,
    defaultModel: null,
    models: ["llama-3.3-70b"],
    extraHeaders: [],
    lastTest: null,
  },
];

/** A picture of the list, made of the list's own parts. */
export function ExampleProviders() {
  return (
    <Card padding="none">
      <div aria-hidden="true">
        {EXAMPLES.map((example) => (
          <div key={example.name} className="border-b px-4 py-3 last:border-0">
            <ProviderFacts
              label={example.kindLabel}
              title={<span className="font-medium">{example.name}</span>}
              provider={example}
              isTesting={false}
            />
          </div>
        ))}
      </div>
    </Card>
  );
}

function answered(latencyMs: number, model: string) {
  return { at: AT, isOk: true, latencyMs, model, status: 200, message: null };
}
