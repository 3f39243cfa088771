import { z } from "zod";
import { encrypt } from "../../crypto";
import type { SealedCredential } from "../../db/providers";
import { CONFIGURABLE_KINDS } from "../../providers/index";
import { runtime } from "../../runtime";

const KINDS = CONFIGURABLE_KINDS.map(({ id }) => id);

/** Names that always mean a provider of Prysm's own. */
const BUILT_IN = new Set(["echo"]);

const MAX_URL_LENGTH = 2_048;
const MAX_CREDENTIAL_LENGTH = 4_096;
const MIN_HINTED_LENGTH = 12;

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
  return null;
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
  .optional()
  .transform((credential) => credential || null);

export const providerDefaultModel = z
  .string()
  .trim()
  .max(200, "A model's name can have at most 200 characters.")
  .regex(/^\P{Cc}*$/u, "A model's name cannot hold control characters.")
  .nullish()
  .transform((model) => model || null);

/** Seals a credential for the row `providerId`: copied to another row it does not open. */
export function sealCredential(credential: string, providerId: string): SealedCredential {
  return {
    encryptedCredential: encrypt(credential, runtime().secrets.encryptionKeyHex, providerId),
    credentialHint: hintOf(credential),
  };
}

function hintOf(credential: string): string {
  if (credential.length < MIN_HINTED_LENGTH) return "…";
  return `${credential.slice(0, 3)}…${credential.slice(-4)}`;
}
