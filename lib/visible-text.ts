const PICTURE_OF_NUL = 0x2400;
const PICTURE_OF_DELETE = "\u2421";

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|\r(?!\n)/g;

/** Text with its control characters (line breaks and tabs excepted) replaced by their Unicode pictures. */
export function visibleText(text: string): string {
  return text.replace(CONTROL, (character) =>
    character === "\u007f"
      ? PICTURE_OF_DELETE
      : String.fromCharCode(PICTURE_OF_NUL + character.charCodeAt(0)),
  );
}
