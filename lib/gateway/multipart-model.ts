const SEARCHED_BYTES = 64 * 1024;
const MODEL_FIELD = /name="model"\r?\n(?:[^\r\n]+\r?\n)*\r?\n([^\r\n]{1,256})\r?\n/;

/**
 * The `model` field of a form upload (audio, image edits), which decides who serves the call; null when
 * there is none. Looks only near the ends of the body: files lie in the middle.
 */
export function multipartModel(contentType: string, body: Buffer): string | null {
  if (!/^multipart\/form-data/i.test(contentType)) return null;
  const ends =
    body.length <= SEARCHED_BYTES * 2
      ? [body]
      : [body.subarray(0, SEARCHED_BYTES), body.subarray(-SEARCHED_BYTES)];
  for (const end of ends) {
    const found = MODEL_FIELD.exec(end.toString("latin1"));
    if (found?.[1]) return found[1];
  }
  return null;
}
