import { z } from "zod";
import { PrysmError } from "../../errors";

const MAX_HEADERS = 20;
const MAX_VALUE_LENGTH = 4_096;

/** What Prysm or the connection decides, and what must never reach an upstream. */
const RESERVED =
  /^(x-prysm-.*|authorization|proxy-.*|host|cookie|set-cookie|content-length|content-type|content-encoding|accept-encoding|connection|keep-alive|te|trailers?|transfer-encoding|upgrade|expect)$/;

const headerName = z
  .string("The header's name is missing.")
  .trim()
  .toLowerCase()
  .regex(
    /^[a-z0-9][a-z0-9_-]{0,63}$/,
    "Use up to 64 letters, digits, - and _ for a header's name, such as x-team.",
  )
  .refine(
    (name) => !RESERVED.test(name),
    "This header is not yours to set: Prysm or the connection decides it. A key goes into its own field.",
  );

const headerValue = z
  .string()
  .trim()
  .max(MAX_VALUE_LENGTH, `A header's value can have at most ${MAX_VALUE_LENGTH} characters.`)
  .regex(/^[\x20-\x7e]*$/, "A header's value is one line of ASCII characters.")
  .nullish()
  .transform((value) => value || null);

/** Headers for every call to the upstream; without a value: the one that is stored. */
export const providerExtraHeaders = z
  .array(z.object({ name: headerName, value: headerValue }))
  .max(MAX_HEADERS, `A provider can have at most ${MAX_HEADERS} extra headers.`)
  .optional()
  .transform((headers = [], issues) => {
    headers.forEach(({ name }, index) => {
      if (headers.findIndex((header) => header.name === name) === index) return;
      const path = [index, "name"];
      issues.addIssue({ code: "custom", path, message: `The header ${name} is listed twice.` });
    });
    return headers;
  });

export type ExtraHeaderInput = z.output<typeof providerExtraHeaders>[number];

/** The headers with the values they are to have. Throws for one that has no value, entered or stored. */
export function completeHeaders(
  entered: readonly ExtraHeaderInput[],
  stored: Readonly<Record<string, string>>,
): Record<string, string> {
  const pairs = entered.map(({ name, value }, index) => {
    const known = value ?? (Object.hasOwn(stored, name) ? stored[name] : undefined);
    if (known !== undefined) return [name, known] as const;
    const message = `Enter the value of ${name}: none is stored for this server.`;
    throw new PrysmError("invalid_request", message, { param: `extraHeaders.${index}.value` });
  });
  return Object.fromEntries(pairs);
}
