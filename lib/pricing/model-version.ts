const DATE = "20\\d{2}-?\\d{2}-?\\d{2}|\\d{2}-\\d{2}(?:-20\\d{2})?|\\d{2}-20\\d{2}";
const ENDING = new RegExp(`[-@](?:latest|v\\d{1,3}(?::\\d)?|${DATE}|\\d{3,4})$`);
const EDITION = /^(?:latest|preview|exp|experimental|v\d{1,3}|\d{2,8})$/;
const BOUNDARY = /[-@:/.]$/;

/** The name without its last date or version (`-2024-08-06`, `@20240620`, `-001`, `-latest`); null where it has none. */
export function withoutVersion(model: string): string | null {
  const found = ENDING.exec(model);
  return found && found.index > 0 ? model.slice(0, found.index) : null;
}

/**
 * Whether what stands behind `stem` only says which edition of the same model is meant: `-2024-08-06` and
 * `-v1:0` do, `-mini` and `-5` do not.
 */
export function isEditionOf(model: string, stem: string, from = 0): boolean {
  const rest = model.slice(from + stem.length);
  if (rest === "") return true;
  const isApart = BOUNDARY.test(stem);
  if (!isApart && !/^[-@:]/.test(rest)) return false;
  // No nested pattern: a name is the client's to choose.
  const words = (isApart ? rest : rest.slice(1)).replace(/:\d$/, "").split(/[-@:]/);
  return words.every((word) => EDITION.test(word)) || /^:\d$/.test(rest);
}
