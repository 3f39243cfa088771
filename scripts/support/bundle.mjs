import { rmSync } from "node:fs";
import { join } from "node:path";
import * as esbuild from "esbuild";
import { projectDirectory } from "./project.mjs";

const OUTPUT = join(projectDirectory, "dist");

const options = {
  absWorkingDir: projectDirectory,
  entryPoints: { server: "server.ts" },
  outdir: OUTPUT,
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  packages: "external",
  chunkNames: "chunks/[name]-[hash]",
  sourcemap: "linked",
  sourcesContent: false,
  logLevel: "warning",
};

/** Bundles server.ts with everything of ours it needs into dist/; a role loads only its own chunks. */
export async function bundleServer() {
  rmSync(join(OUTPUT, "chunks"), { recursive: true, force: true });
  await esbuild.build(options);
}

/** Bundles at every change and calls back after each bundle that succeeded. */
export async function watchServer(onBundled) {
  const plugin = {
    name: "on-bundled",
    setup(build) {
      build.onEnd((result) => {
        if (result.errors.length === 0) onBundled();
      });
    },
  };
  const context = await esbuild.context({ ...options, plugins: [plugin] });
  await context.watch();
  return context;
}
