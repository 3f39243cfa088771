import type { BridgedCall } from "../../../../lib/bridges/bridge";
import { responsesBridge } from "../../../../lib/bridges/responses/responses-bridge";
import type { StreamEvent } from "../../../../lib/protocol/stream-event";

type Fields = Record<string, unknown>;

export const call: BridgedCall = { id: "0199", receivedAtMs: 1_700_000_000_500, model: "asked" };
export const question = { model: "asked", input: "Hi", stream: true };

/** The events that a stream of chat chunks becomes. */
export function eventsOf(chunks: Fields[], request: Fields = question): StreamEvent[] {
  const answer = responsesBridge.answer(request, call);
  return [...chunks.flatMap((chunk) => answer.chunk(chunk)), ...answer.end()];
}

export function typesOf(events: StreamEvent[]): (string | null)[] {
  return events.map(({ event }) => event);
}

/** The last event's response. */
export function finalOf(events: StreamEvent[]): Fields {
  return events.at(-1)?.data.response as Fields;
}
