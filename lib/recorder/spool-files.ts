import { readdir, stat } from "node:fs/promises";
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

/** How much the recorder has not removed yet, all writers together. */
export async function spoolBytes(directory: string): Promise<number> {
  const entries = await readdir(directory, { recursive: true });
  const sizes = entries
    .filter((entry) => entry.endsWith(".seg"))
    .map((entry) =>
      stat(join(directory, entry)).then(
        ({ size }) => size,
        () => 0,
      ),
    );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
