import type { LoadResult } from "../load/load-job";
import type { SubjectKey } from "../subjects/subject";

export interface LedgerEntry {
  answered: number;
  requestIds: string[];
}

/** What each subject answered over the whole run, to be compared with what the database holds. */
export class Ledger {
  readonly #entries = new Map<SubjectKey, LedgerEntry>();

  add(subject: SubjectKey, { answered, requestIds }: LoadResult): void {
    const entry = this.of(subject);
    entry.answered += answered;
    for (const id of requestIds) entry.requestIds.push(id);
  }

  of(subject: SubjectKey): LedgerEntry {
    const found = this.#entries.get(subject) ?? { answered: 0, requestIds: [] };
    this.#entries.set(subject, found);
    return found;
  }
}
