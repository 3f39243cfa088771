import { rmSync } from "node:fs";

/** Removes what the browser tests' product kept. */
export default function removeData(): void {
  const directory = process.env.PRYSM_E2E_DATA_DIR;
  if (directory) rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
}
