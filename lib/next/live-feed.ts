import { prisma } from "../db/prisma";
import { findProjectAccess } from "../db/projects";
import { watchTraces } from "../db/trace-feed";
import type { ServiceContext } from "../services/service-context";

const HEARTBEAT_MS = 15_000;
/** What a slow reader may leave unread before its connection is given up. */
const MAX_UNREAD_EVENTS = 64;

/**
 * Server-sent events of one project, until the browser leaves or the user's membership ends: that
 * traces arrived, not what they hold.
 */
export function openLiveFeed(context: ServiceContext, signal: AbortSignal): Response {
  const { projectId } = context;
  const encoder = new TextEncoder();
  let release = () => {};
  const start = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    let isOpen = true;
    const send = (text: string) => {
      if (!isOpen) return;
      if ((controller.desiredSize ?? 0) <= 0) return end();
      controller.enqueue(encoder.encode(text));
    };
    const unwatch = watchTraces(projectId, (count) => send(eventOf({ type: "traces", count })));
    const heartbeat = setInterval(() => {
      void isStillMember(context).then((isMember) => (isMember ? send(": alive\n\n") : end()));
    }, HEARTBEAT_MS);
    release = () => {
      isOpen = false;
      unwatch();
      clearInterval(heartbeat);
      signal.removeEventListener("abort", end);
    };
    const end = () => {
      if (!isOpen) return;
      release();
      controller.close();
    };
    signal.addEventListener("abort", end);
    send(eventOf({ type: "connected", projectId }));
    if (signal.aborted) end();
  };
  const stream = new ReadableStream<Uint8Array>(
    { start, cancel: () => release() },
    { highWaterMark: MAX_UNREAD_EVENTS },
  );
  return new Response(stream, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      // no-transform keeps compression from holding events back.
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    },
  });
}

// A database that does not answer ends nobody's membership.
async function isStillMember({ actor, projectId }: ServiceContext): Promise<boolean> {
  try {
    return (await findProjectAccess(prisma(), actor.userId ?? "", { projectId })) !== null;
  } catch {
    return true;
  }
}

function eventOf(event: object): string {
  return `data: ${JSON.stringify(event)}\n\n`;
}
