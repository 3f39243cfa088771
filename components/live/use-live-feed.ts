"use client";

import { useEffect, useEffectEvent, useState } from "react";

/**
 * Listens for arriving traces of a project. `onTraces` also runs once on every (re)connection, to catch
 * up with what arrived while nobody listened.
 */
export function useLiveFeed(projectId: string, onTraces: () => void): "live" | "lost" {
  const [state, setState] = useState<"live" | "lost">("live");
  const notify = useEffectEvent(onTraces);

  useEffect(() => {
    const source = new EventSource(`/api/live-feed?projectId=${encodeURIComponent(projectId)}`);
    const onConnected = () => {
      setState("live");
      notify();
    };
    const onArrival = () => notify();
    const onError = () => setState("lost");
    source.addEventListener("connected", onConnected);
    source.addEventListener("traces", onArrival);
    source.addEventListener("error", onError);
    return () => source.close();
  }, [projectId]);

  return state;
}
