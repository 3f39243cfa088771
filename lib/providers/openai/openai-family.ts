import type { HttpProvider } from "../provider";
import { FAMILY_ROWS } from "./differences";
import { openAiLike } from "./openai-like";

/** Every service that speaks OpenAI's API below its base URL; Azure, whose URLs differ, stands alone. */
export const OPENAI_FAMILY: readonly HttpProvider[] = FAMILY_ROWS.map(openAiLike);
