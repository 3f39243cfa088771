/** Collapses every run of white space, for previews in one row. */
export function formatOneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
