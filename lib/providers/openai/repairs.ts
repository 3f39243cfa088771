import type { ProviderEndpoint } from "../provider";
import type { API_PATHS } from "./api-paths";
import { mustAskForUsage } from "./ask-for-usage";
import { RepairChain } from "./repair-chain";
import { repairEmbeddings } from "./repair-embeddings";
import type { RequestRules } from "./request-rules";
import { StreamRepair } from "./stream-repair";
import { UsageChunkFilter } from "./usage-chunk-filter";

type Repairs = Pick<ProviderEndpoint, "repairWhole" | "repairStream">;

/** What may be wrong with the answers of any server that speaks an API, and is mended on its way. */
export function repairsOf(api: keyof typeof API_PATHS, rules: RequestRules | undefined): Repairs {
  switch (api) {
    case "chat.completions":
    case "completions":
      return { repairStream: streamRepair(rules) };
    case "embeddings":
      return {
        repairWhole: (call, body) => repairEmbeddings(body, call.json.encoding_format === "base64"),
      };
    default:
      return {};
  }
}

function streamRepair(
  rules: RequestRules | undefined,
): NonNullable<ProviderEndpoint["repairStream"]> {
  return (call) => {
    const { n } = call.json;
    const repair = new StreamRepair(typeof n === "number" ? n : 1);
    return mustAskForUsage(call, rules) ? new RepairChain(repair, new UsageChunkFilter()) : repair;
  };
}
