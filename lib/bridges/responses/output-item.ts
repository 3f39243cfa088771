import type { JsonObject } from "../../protocol/json";

/** Takes one event of a response's stream; the stream adds the sequence number. */
export type Emit = (type: string, fields: JsonObject) => void;

export type ItemStatus = "in_progress" | "completed" | "incomplete";

/** An item of a response's output, which tells its own story in events. */
export interface OutputItem {
  /** Says what is done. Nothing may be added afterwards. */
  close(status: ItemStatus): void;
  toObject(): JsonObject;
}
