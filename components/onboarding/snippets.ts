import type { CodeLanguage } from "../ui/highlight-code";

export interface Snippet {
  value: string;
  label: string;
  language: CodeLanguage;
  install: string | null;
  code: string;
}

/** The same streaming call in three languages. `echo-v1` is built in, so it works without any provider key. */
export function snippets(baseUrl: string, apiKey: string): Snippet[] {
  return [
    { value: "curl", label: "curl", language: "bash", install: null, code: curl(baseUrl, apiKey) },
    {
      value: "python",
      label: "Python",
      language: "python",
      install: "pip install openai",
      code: python(baseUrl, apiKey),
    },
    {
      value: "typescript",
      label: "TypeScript",
      language: "typescript",
      install: "npm install openai",
      code: typescript(baseUrl, apiKey),
    },
  ];
}

function curl(baseUrl: string, apiKey: string): string {
  return `curl -N ${baseUrl}/v1/chat/completions \\
  -H "authorization: Bearer ${apiKey}" \\
  -H "content-type: application/json" \\
  -d '{
    "model": "echo-v1",
    "stream": true,
    "messages": [{"role": "user", "content": "Hello, Prysm"}]
  }'`;
}

function python(baseUrl: string, apiKey: string): string {
  return `from openai import OpenAI

client = OpenAI(
    base_url="${baseUrl}/v1",
    api_key="${apiKey}",
)

stream = client.chat.completions.create(
    model="echo-v1",
    stream=True,
    messages=[{"role": "user", "content": "Hello, Prysm"}],
)
for chunk in stream:
    if chunk.choices:
        print(chunk.choices[0].delta.content or "", end="", flush=True)`;
}

function typescript(baseUrl: string, apiKey: string): string {
  return `import OpenAI from "openai";

const client = new OpenAI({
  baseURL: "${baseUrl}/v1",
  apiKey: "${apiKey}",
});

const stream = await client.chat.completions.create({
  model: "echo-v1",
  stream: true,
  messages: [{ role: "user", content: "Hello, Prysm" }],
});
for await (const chunk of stream) {
  process.stdout.write(chunk.choices[0]?.delta?.content ?? "");
}`;
}
