import { z } from "zod";

const MIN_PASSWORD_LENGTH = 8;
const MAX_PASSWORD_LENGTH = 256;
const MAX_EMAIL_LENGTH = 254;

// Checked before it is lower-cased, which turns some letters beyond ASCII into ASCII (the Kelvin sign
// into k): one person's address must not become another's.
export const emailAddress = z
  .string("Enter your e-mail address.")
  .trim()
  .max(MAX_EMAIL_LENGTH, `An e-mail address can have at most ${MAX_EMAIL_LENGTH} characters.`)
  .refine(
    (value) => z.email().safeParse(value).success,
    "Enter an e-mail address like name@example.com.",
  )
  .toLowerCase();

export const newPassword = z
  .string("Choose a password.")
  .min(MIN_PASSWORD_LENGTH, `Use at least ${MIN_PASSWORD_LENGTH} characters.`)
  .max(MAX_PASSWORD_LENGTH, `Use at most ${MAX_PASSWORD_LENGTH} characters.`);
