import { chmodSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface TemporaryDirectory {
  path: string;
  remove(): void;
}

/** A fresh directory; by default the database user of root can pass through it, as in a usual checkout. */
export function temporaryDirectory(mode = 0o711): TemporaryDirectory {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "prysm-test-")));
  chmodSync(path, mode);
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) };
}
