const MAX_SHOWN_URL = 500;
const EQUALS_SIGN = 61;

/** `[image image/png, 2.9 KiB]`: the bytes themselves would be megabytes of text. */
export function media(noun: string, ...details: readonly (string | null)[]): string {
  const shown = details.filter((detail) => detail !== null && detail !== "");
  return shown.length === 0 ? `[${noun}]` : `[${noun} ${shown.join(", ")}]`;
}

/** What stands for a URL: type and size of what a data URL holds, the start of any other. */
export function mediaUrl(noun: string, url: string | null): string {
  if (url === null) return media(noun);
  const comma = url.indexOf(",");
  if (!/^data:/i.test(url) || comma < 0) return media(noun, url.slice(0, MAX_SHOWN_URL));
  const type = url.slice("data:".length, comma).split(";", 1)[0]?.slice(0, MAX_SHOWN_URL);
  return media(noun, type || "of unknown type", sizeOfBase64(url.slice(comma + 1)));
}

export function sizeOfBase64(data: string): string {
  const bytes = bytesOfBase64(data);
  return bytes < 1024 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} KiB`;
}

export function bytesOfBase64(data: string): number {
  let length = data.length;
  while (length > 0 && data.charCodeAt(length - 1) === EQUALS_SIGN) length -= 1;
  return Math.floor((length * 3) / 4);
}
