import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The directory of package.json, wherever the bundler put this code below it. */
export function projectRoot(): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(directory, "prisma", "migrations"))) {
    const parent = dirname(directory);
    if (parent === directory)
      throw new Error("The installation is incomplete: prisma/migrations is missing.");
    directory = parent;
  }
  return directory;
}
