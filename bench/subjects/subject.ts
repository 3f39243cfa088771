import type { Target } from "../load/load-job";

export const SUBJECT_KEYS = ["direct", "nginx", "bare", "portkey", "prysm", "prysm-next"] as const;
export type SubjectKey = (typeof SUBJECT_KEYS)[number];

export interface Subject {
  key: SubjectKey;
  label: string;
  target: Target;
  /** Where the subject takes OpenAI calls for an Anthropic upstream; null when it cannot translate. */
  anthropicTarget: Target | null;
}

/** Something a subject runs on: a process with, perhaps, more than one subject in it. */
export interface RunningSubjects {
  subjects: Subject[];
  stop(): Promise<void>;
}

/** A subject that this machine cannot offer; the message goes into the results. */
export class SubjectMissing extends Error {
  override readonly name = "SubjectMissing";
}
