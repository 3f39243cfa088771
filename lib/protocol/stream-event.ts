import type { JsonObject } from "./json";

/** One server-sent event to be written: its name, where the API names its events, and its data. */
export interface StreamEvent {
  event: string | null;
  data: JsonObject;
}
