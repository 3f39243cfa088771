interface Refusal {
  error?: { message?: unknown };
}

/** Reads one of the dashboard's own JSON routes; throws an Error whose message can be shown. */
export async function fetchJson<Value>(path: string, signal?: AbortSignal): Promise<Value> {
  const response = await fetch(path, { ...(signal ? { signal } : {}), cache: "no-store" });
  if (response.ok) return response.json();
  if (response.status === 401) throw new Error("You are signed out. Reload the page to sign in.");
  const body: Refusal | null = await response.json().catch(() => null);
  const message = body?.error?.message;
  throw new Error(
    typeof message === "string"
      ? message
      : `The server answered with status ${response.status}. Try again.`,
  );
}
