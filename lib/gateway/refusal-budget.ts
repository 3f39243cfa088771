const PER_SECOND = 20;

/**
 * How many refusals of unknown callers are written down: anybody can cause them, so they must not be able
 * to fill the disk. What goes beyond is refused all the same, and not recorded.
 */
export class RefusalBudget {
  #second = 0;
  #taken = 0;

  take(nowMs: number): boolean {
    const second = Math.floor(nowMs / 1_000);
    if (second !== this.#second) {
      this.#second = second;
      this.#taken = 0;
    }
    this.#taken += 1;
    return this.#taken <= PER_SECOND;
  }
}
