/** Spectrum while live, hollow while paused or lost. */
export function LiveDot({ state }: { state: "live" | "paused" | "lost" }) {
  if (state === "live") {
    return (
      <span
        aria-hidden="true"
        className="spectrum inline-block h-1 w-4 shrink-0 animate-pulse-soft rounded-full"
      />
    );
  }
  const tone = state === "lost" ? "border-warning" : "border-faint";
  return (
    <span
      aria-hidden="true"
      className={`inline-block h-1 w-4 shrink-0 rounded-full border ${tone}`}
    />
  );
}
