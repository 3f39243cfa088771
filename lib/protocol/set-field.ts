/**
 * The bytes of a JSON object with one top-level field set to other JSON text, every other byte as it was.
 * Splices rather than re-serialises, so key order and number spelling survive (providers cache prompts by
 * bytes). A field that is not there yet comes first.
 */
export function setField(body: Buffer, name: string, json: string): Buffer {
  // One character per byte: positions in the text are positions in the body.
  const text = body.toString("latin1");
  const value = findTopLevelValue(text, name);
  if (value) return splice(body, value, json);
  const afterOpen = text.indexOf("{") + 1;
  const isEmpty = text[skipSpace(text, afterOpen)] === "}";
  const field = `${JSON.stringify(name)}:${json}${isEmpty ? "" : ","}`;
  return splice(body, { start: afterOpen, end: afterOpen }, field);
}

function splice(body: Buffer, { start, end }: Span, text: string): Buffer {
  return Buffer.concat([body.subarray(0, start), Buffer.from(text), body.subarray(end)]);
}

interface Span {
  start: number;
  end: number;
}

// `text` is JSON that parsed before, so the scan may trust its structure. The last of duplicate
// keys is the one a parser keeps.
function findTopLevelValue(text: string, key: string): Span | null {
  let found: Span | null = null;
  let index = text.indexOf("{") + 1;
  for (;;) {
    index = skipSpace(text, index);
    if (text[index] !== '"') return found;
    const keyEnd = endOfString(text, index);
    const isKey = JSON.parse(text.slice(index, keyEnd)) === key;
    const start = skipSpace(text, skipSpace(text, keyEnd) + 1);
    const end = endOfValue(text, start);
    if (isKey) found = { start, end };
    index = skipSpace(text, end);
    if (text[index] !== ",") return found;
    index += 1;
  }
}

function skipSpace(text: string, from: number): number {
  let index = from;
  while (
    text[index] === " " ||
    text[index] === "\n" ||
    text[index] === "\r" ||
    text[index] === "\t"
  ) {
    index += 1;
  }
  return index;
}

function endOfString(text: string, open: number): number {
  let index = open + 1;
  while (text[index] !== '"') index += text[index] === "\\" ? 2 : 1;
  return index + 1;
}

function endOfValue(text: string, start: number): number {
  const first = text[start];
  if (first === '"') return endOfString(text, start);
  if (first === "{" || first === "[") return endOfNested(text, start);
  let index = start;
  while (index < text.length && !",}] \n\r\t".includes(text[index] ?? "")) index += 1;
  return index;
}

function endOfNested(text: string, start: number): number {
  let depth = 0;
  for (let index = start; index < text.length; index++) {
    const char = text[index];
    if (char === '"') index = endOfString(text, index) - 1;
    else if (char === "{" || char === "[") depth += 1;
    else if (char === "}" || char === "]") depth -= 1;
    if (depth === 0) return index + 1;
  }
  return text.length;
}
