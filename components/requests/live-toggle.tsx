"use client";

import { Pause, Play } from "lucide-react";
import { Button } from "../ui/button";
import { LiveDot } from "../ui/live-dot";

interface LiveToggleProps {
  isPaused: boolean;
  connection: "live" | "lost";
  onToggle: () => void;
}

const WORDS = { live: "Live", paused: "Paused", lost: "Reconnecting" } as const;

export function LiveToggle({ isPaused, connection, onToggle }: LiveToggleProps) {
  const running = connection === "lost" ? "lost" : "live";
  const state = isPaused ? "paused" : running;
  return (
    <Button
      size="sm"
      onClick={onToggle}
      aria-pressed={!isPaused}
      aria-label={isPaused ? "Resume live updates" : "Pause live updates"}
    >
      <LiveDot state={state} />
      <span className="max-sm:sr-only">{WORDS[state]}</span>
      {isPaused ? <Play aria-hidden="true" /> : <Pause aria-hidden="true" />}
    </Button>
  );
}
