import type { LoadMessage } from "./gateway-load";

/** A child's end of the channel to the process that started it. */
export interface ParentLink {
  stopRequested: Promise<void>;
  ready(port?: number): void;
  /** Says in one sentence why starting again would not help either. */
  cannotStart(sentence: string): Promise<void>;
}

export type ChildMessage =
  | { type: "ready"; port?: number }
  | { type: "cannot-start"; sentence: string };

export type ParentMessage = { type: "stop" } | LoadMessage;

/** Connects to the parent; a parent that was killed takes its children with it. */
export function connectToParent(): ParentLink {
  process.once("disconnect", () => process.exit(1));
  return {
    stopRequested: new Promise((resolve) => {
      process.on("message", (message: ParentMessage) => {
        if (message.type === "stop") resolve();
      });
    }),
    ready: (port) => {
      process.send?.({ type: "ready", ...(port !== undefined && { port }) } satisfies ChildMessage);
    },
    cannotStart: (sentence) =>
      new Promise((resolve) => {
        const message: ChildMessage = { type: "cannot-start", sentence };
        if (process.send) process.send(message, () => resolve());
        else resolve();
      }),
  };
}
