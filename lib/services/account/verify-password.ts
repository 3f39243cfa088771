import { prisma } from "../../db/prisma";
import { findUserByEmail } from "../../db/users";
import { emailAddress } from "./credentials";
import { isPasswordRight } from "./password";
import { forgetSignInFailures, noteSignInFailure, requireSignInAllowed } from "./sign-in-throttle";

export interface VerifiedUser {
  id: string;
  email: string;
  name: string;
}

/** The user this password belongs to, else null; throws `too_many_attempts` when guessing goes on. */
export async function verifyPassword(
  input: { email: string; password: string },
  address: string,
): Promise<VerifiedUser | null> {
  const email = emailAddress.safeParse(input.email).data ?? "";
  const attempt = { email, address };
  requireSignInAllowed(attempt);
  // Counted before the slow check, so that attempts at the same moment count as well.
  noteSignInFailure(attempt);
  const user = email ? await findUserByEmail(prisma(), email) : null;
  const isRight = await isPasswordRight(input.password, user?.passwordHash ?? null);
  if (!user || !isRight) return null;
  forgetSignInFailures(attempt);
  return { id: user.id, email: user.email, name: user.name };
}
