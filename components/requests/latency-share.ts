/** A call's place between nothing and the slowest in view; square root, so that short calls stay visible. */
export function latencyShare(latencyMs: number, slowestMs: number): number {
  if (slowestMs <= 0) return 0;
  return Math.min(1, Math.sqrt(latencyMs / slowestMs));
}
