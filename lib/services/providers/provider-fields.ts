import { z } from "zod";
import { allowsPrivateUpstreams } from "../../env";
import { PrysmError } from "../../errors";
import { requirePublicHost } from "../../outbound/check-upstream-host";
import { CONFIGURABLE_KINDS } from "../../providers/index";
import { runtime } from "../../runtime";
import { providerExtraHeaders } from "./extra-headers";

const KINDS = CONFIGURABLE_KINDS.map(({ id }) => id);

/** Names that always mean a provider of Prysm's own. */
const BUILT_IN = new Set(["echo"]);

const MAX_URL_LENGTH = 2_048;
const MAX_CREDENTIAL_LENGTH = 4_096;
/** As many as the longest public catalogue lists, and some. */
export const MAX_MODELS = 1_000;

export const providerKind = z.enum(KINDS, `The kind must be one of: ${KINDS.join(", ")}.`);

export const providerName = z
  .string("The name is missing.")
  .trim()
  .regex(
    /^[a-z0-9][a-z0-9_-]{0,31}$/,
    "Use up to 32 lower-case letters, digits, - and _, beginning with a letter or digit.",
  )
  .refine(
    (name) => !BUILT_IN.has(name),
    "This name belongs to a provider that Prysm brings along.",
  );

export const providerBaseUrl = z
  .string("The base URL is missing.")
  .trim()
  .max(MAX_URL_LENGTH, `The base URL can have at most ${MAX_URL_LENGTH} characters.`)
  .transform((value, issues) => {
    const problem = problemOfBaseUrl(value);
    if (problem === null) return new URL(value).href.replace(/\/+$/, "");
    issues.addIssue({ code: "custom", message: problem });
    return z.NEVER;
  });

function problemOfBaseUrl(value: string): string | null {
  if (!/^https?:\/\//i.test(value) || !URL.canParse(value)) {
    return "Enter an absolute URL such as https://api.openai.com/v1.";
  }
  const url = new URL(value);
  if (url.username || url.password) {
    return "The base URL must not hold a user name or password; the key has its own field.";
  }
  if (/[?#]/.test(value)) return "The base URL must end with its path, without ? or #.";
  return allowsPrivateUpstreams(runtime().env) ? null : problemOfHost(url);
}

function problemOfHost(url: URL): string | null {
  try {
    requirePublicHost(url);
    return null;
  } catch (error) {
    if (error instanceof PrysmError) return error.message;
    throw error;
  }
}

/** The upstream's key; empty means none was entered. It travels in a header, so it is printable ASCII. */
export const providerCredential = z
  .string()
  .trim()
  .max(MAX_CREDENTIAL_LENGTH, `The key can have at most ${MAX_CREDENTIAL_LENGTH} characters.`)
  .regex(
    /^[\x21-\x7e]*$/,
    "The key holds a space or a character that no API key has. Copy it again.",
  )
  .nullish()
  .transform((credential) => credential || null);

const modelName = z
  .string()
  .trim()
  .max(200, "A model's name can have at most 200 characters.")
  .regex(/^\P{Cc}*$/u, "A model's name cannot hold control characters.");

export const providerDefaultModel = modelName.nullish().transform((model) => model || null);

const providerModels = z
  .array(modelName)
  .max(MAX_MODELS, `A provider can list at most ${MAX_MODELS} models.`)
  .optional()
  .transform((models = []) => [...new Set(models.filter((model) => model !== ""))]);

const providerApiVersion = z
  .string()
  .trim()
  .regex(/^[\w.-]{0,40}$/, "Enter a version such as 2024-10-21.")
  .nullish()
  .transform((version) => version || null);

/** What is entered about an upstream, apart from its name. */
export const providerSettings = {
  kind: providerKind,
  baseUrl: providerBaseUrl,
  /** Empty or absent: none, or the stored one where there is one. */
  credential: providerCredential,
  defaultModel: providerDefaultModel,
  models: providerModels,
  extraHeaders: providerExtraHeaders,
  apiVersion: providerApiVersion,
};

const providerSettingsSchema = z.object(providerSettings);
export type ProviderSettingsInput = z.output<typeof providerSettingsSchema>;
