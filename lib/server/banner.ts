import { apiKeyPrefix } from "../crypto";
import type { Env } from "../env";

/** What a person at the terminal reads once everything runs: where it is and what to do next. */
export function bannerText(settings: Env, port: number, startedInMs: number): string {
  const url = settings.PRYSM_PUBLIC_URL ?? `http://${nameOf(settings.HOST)}:${port}`;
  const lines = [
    `Prysm runs at ${url}  (started in ${(startedInMs / 1000).toFixed(1)} s)`,
    "",
    `  Dashboard   ${url}`,
    `  API         ${url}/api/v1`,
    `  Data        ${settings.DATABASE_URL ? "in the PostgreSQL of DATABASE_URL" : settings.PRYSM_DATA_DIR}`,
    "",
    `  Next: ${nextStep(settings)}`,
    "  Ctrl-C stops it.",
  ];
  return `\n${lines.map((line) => `  ${line}`.trimEnd()).join("\n")}\n\n`;
}

function nextStep(settings: Env): string {
  const { PRYSM_INIT_API_KEY: key, PRYSM_INIT_USER_EMAIL: email } = settings;
  if (key) return `call the API with your key ${apiKeyPrefix(key)}…, then open the dashboard.`;
  if (email) return `sign in as ${email} and create a key.`;
  return "open the dashboard, sign up, and send a first request with the key it gives you.";
}

function nameOf(host: string | undefined): string {
  if (!host || host === "0.0.0.0" || host === "::") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}
