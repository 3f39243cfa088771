/** The value of a JSON text, boxed so that a literal `null` differs from "not JSON". */
export function findJson(text: string): { value: unknown } | null {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}
