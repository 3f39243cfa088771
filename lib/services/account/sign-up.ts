import { z } from "zod";
import { isUniqueViolation, transaction } from "../../db/prisma";
import { findUserByEmail, insertUser } from "../../db/users";
import { PrysmError } from "../../errors";
import { displayName } from "../display-name";
import { parseInput } from "../parse-input";
import { emailAddress, newPassword } from "./credentials";
import { foundOrganization } from "./found-organization";
import { hashPassword } from "./password";

export const signUpInput = z.object({
  name: displayName("Your name"),
  email: emailAddress,
  password: newPassword,
  organizationName: z
    .string()
    .trim()
    .transform((name) => name || undefined)
    .pipe(displayName("The organization's name").optional())
    .optional(),
});
export type SignUpInput = z.input<typeof signUpInput>;

export interface SignedUp {
  userId: string;
  organizationSlug: string;
  projectSlug: string;
}

/** Creates a user with an organization and its first project. The browser signs in afterwards as usual. */
export async function signUp(input: SignUpInput): Promise<SignedUp> {
  const { name, email, password, organizationName } = parseInput(signUpInput, input);
  const passwordHash = await hashPassword(password);
  try {
    return await transaction(async (db) => {
      if (await findUserByEmail(db, email)) throw addressTaken();
      const user = await insertUser(db, { name, email, passwordHash });
      const founded = await foundOrganization(
        db,
        user.id,
        organizationName ?? organizationOf(name),
      );
      return {
        userId: user.id,
        organizationSlug: founded.organization.slug,
        projectSlug: founded.project.slug,
      };
    });
  } catch (error) {
    if (isUniqueViolation(error)) throw addressTaken();
    throw error;
  }
}

/** What the organization of a new user is called until they choose a name. */
export function organizationOf(userName: string): string {
  return `${userName}'s organization`;
}

function addressTaken(): PrysmError {
  const message =
    "This e-mail address cannot be used for a new account. If it is yours, sign in instead.";
  return new PrysmError("conflict", message, { param: "email" });
}
