import { z } from "zod";
import { PrysmError } from "../../errors";

export const signUpInput = z.object({
  name: z.string(),
  email: z.string(),
  password: z.string(),
  organizationName: z.string().optional(),
});
export type SignUpInput = z.input<typeof signUpInput>;

export interface SignedUp {
  userId: string;
  organizationSlug: string;
  projectSlug: string;
}

/** Creates a user with an organization and its first project. The browser signs in afterwards as usual. */
export async function signUp(_input: SignUpInput): Promise<SignedUp> {
  throw new PrysmError("unavailable", "Not built yet.");
}
