import { hash, verify } from "@node-rs/argon2";
import { runtime } from "../../runtime";

/** Argon2id at the cost OWASP recommends: 19 MiB, two passes, about 30 ms. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function hashPassword(password: string): Promise<string> {
  return hash(password, COST);
}

/** Whether the password is right. Takes as long when there is no hash, so that time tells nobody who has an account. */
export async function isPasswordRight(password: string, stored: string | null): Promise<boolean> {
  const decoy = runtime().once("password-decoy", () => hashPassword("nobody's password"));
  const matches = await verify(stored ?? (await decoy), password);
  return stored !== null && matches;
}
