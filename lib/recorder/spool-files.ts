import { readdir } from "node:fs/promises";
import { join } from "node:path";

/**
 * The spool's layout: `<data dir>/spool/<writer id>/<segment>.seg` and, beside the segments,
 * `writer.json`, the identity of the process that writes them.
 */
export function spoolDirectory(dataDirectory: string): string {
  return join(dataDirectory, "spool");
}

export const IDENTITY_FILE = "writer.json";

export function segmentPath(writerDirectory: string, segment: number): string {
  return join(writerDirectory, `${String(segment).padStart(8, "0")}.seg`);
}

/** The numbers of the segments that exist, ascending. */
export async function listSegments(writerDirectory: string): Promise<number[]> {
  const names = await readdir(writerDirectory).catch(() => []);
  return names
    .filter((name) => name.endsWith(".seg"))
    .map((name) => Number.parseInt(name, 10))
    .sort((a, b) => a - b);
}
