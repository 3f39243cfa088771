import type { ProviderEndpoint } from "../provider";
import type { API_PATHS } from "./api-paths";
import { repairEmbeddings } from "./repair-embeddings";
import { StreamRepair } from "./stream-repair";

type Repair = Pick<ProviderEndpoint, "repairWhole" | "repairStream">;

const stream: Repair = {
  repairStream: ({ json }) => new StreamRepair(typeof json.n === "number" ? json.n : 1),
};

/** What may be wrong with the answers of any server that speaks these APIs, and is mended on its way. */
export const REPAIRS: Readonly<Partial<Record<keyof typeof API_PATHS, Repair>>> = {
  "chat.completions": stream,
  completions: stream,
  embeddings: {
    repairWhole: (call, body) => repairEmbeddings(body, call.json.encoding_format === "base64"),
  },
};
