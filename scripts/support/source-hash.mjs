import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { projectDirectory } from "./project.mjs";

/** Everything the build reads. */
const SOURCES = [
  "app",
  "components",
  "lib",
  "prisma",
  "public",
  "scripts/build.mjs",
  "scripts/support",
  "middleware.ts",
  "next.config.ts",
  "package-lock.json",
  "package.json",
  "postcss.config.mjs",
  "prisma.config.ts",
  "server.ts",
  "tsconfig.json",
];
const GENERATED = new Set(["prisma/generated"]);

/** One hash of the sources' content: two checkouts of the same revision have the same. */
export function hashSources() {
  const hash = createHash("sha256").update(process.version);
  for (const path of SOURCES.flatMap(filesBelow)) {
    hash.update(`\0${path}\0`).update(readFileSync(join(projectDirectory, path)));
  }
  return hash.digest("hex");
}

/** The hash of one folder or file. */
export function hashOf(source) {
  const hash = createHash("sha256");
  for (const path of filesBelow(source)) {
    hash.update(`\0${path}\0`).update(readFileSync(join(projectDirectory, path)));
  }
  return hash.digest("hex");
}

function filesBelow(path) {
  const absolute = join(projectDirectory, path);
  const status = statSync(absolute, { throwIfNoEntry: false });
  if (!status || GENERATED.has(path)) return [];
  if (status.isFile()) return [path];
  return readdirSync(absolute)
    .sort()
    .flatMap((name) => filesBelow(relative(projectDirectory, join(absolute, name))));
}
