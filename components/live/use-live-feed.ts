"use client";

import { useEffect, useEffectEvent, useState } from "react";

/**
 * Listens for arriving traces of a project. `onTraces` runs for every message, `connected` included: after a
 * break that is what catches up with what arrived while nobody listened.
 */
export function useLiveFeed(projectId: string, onTraces: () => void): "live" | "lost" {
  const [state, setState] = useState<"live" | "lost">("live");
  const notify = useEffectEvent(onTraces);

  useEffect(() => {
    const source = new EventSource(`/api/live-feed?projectId=${encodeURIComponent(projectId)}`);
    const onMessage = () => {
      setState("live");
      notify();
    };
    const onError = () => setState("lost");
    source.addEventListener("message", onMessage);
    source.addEventListener("error", onError);
    return () => source.close();
  }, [projectId]);

  return state;
}
