import { LRUCache } from "lru-cache";
import { PrysmError } from "../../errors";
import { runtime } from "../../runtime";

const WINDOW_MS = 15 * 60_000;
const MAX_FAILURES = 10;
const MAX_ENTRIES = 20_000;

/** Who tries to sign in, and from where. */
export interface SignInAttempt {
  email: string;
  address: string;
}

// Counted by account and address together, so that a stranger cannot lock a user out from elsewhere.
function keyOf({ email, address }: SignInAttempt): string {
  return `${email} ${address}`;
}

function failures(): LRUCache<string, number> {
  return runtime().once(
    "sign-in-failures",
    () => new LRUCache<string, number>({ max: MAX_ENTRIES, ttl: WINDOW_MS }),
  );
}

/** Throws `too_many_attempts` while too many attempts have failed in the last quarter of an hour. */
export function requireSignInAllowed(attempt: SignInAttempt): void {
  if ((failures().get(keyOf(attempt)) ?? 0) < MAX_FAILURES) return;
  const message = "Too many attempts to sign in failed. Wait 15 minutes, then try again.";
  throw new PrysmError("too_many_attempts", message);
}

/** The window begins with the first failure; later ones do not extend it. */
export function noteSignInFailure(attempt: SignInAttempt): void {
  const known = failures();
  const key = keyOf(attempt);
  known.set(key, (known.get(key) ?? 0) + 1, { ttl: known.getRemainingTTL(key) || WINDOW_MS });
}

export function forgetSignInFailures(attempt: SignInAttempt): void {
  failures().delete(keyOf(attempt));
}
