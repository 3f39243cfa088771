/** The JSON text of a value; null for one nested deeper than the serializer can go. */
export function compactJson(value: unknown): string | null {
  try {
    return JSON.stringify(value) ?? null;
  } catch {
    return null;
  }
}
