import { fileURLToPath } from "node:url";

/** The repository's directory, wherever npm was called from. */
export const projectDirectory = fileURLToPath(new URL("../..", import.meta.url));
