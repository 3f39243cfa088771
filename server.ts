import { fileURLToPath } from "node:url";
import { main } from "./lib/server/main";

await main({ entry: fileURLToPath(import.meta.url), parameters: process.argv.slice(2) });
