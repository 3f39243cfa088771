const MIN_HINTED_LENGTH = 12;

/** A few characters of a secret by which its owner recognises it, and nobody else gains anything. */
export function hintOf(secret: string): string {
  if (secret.length < MIN_HINTED_LENGTH) return "…";
  return `${secret.slice(0, 3)}…${secret.slice(-4)}`;
}
