/** What a role hands back once it serves. */
export interface RunningRole {
  /** Where the role listens, when the parent has to know. */
  port?: number;
  /** Ends in good order. */
  stop(): Promise<void>;
  /** Called instead of `stop` when somebody insists; must not wait. */
  abandon?(): void;
  /** Rejects when the role cannot go on after all. */
  failed?: Promise<never>;
}

export interface RoleContext {
  /** The file to run for a child process. */
  entry: string;
  /** True for a child of role `all`, which listens on loopback only. */
  isSupervised: boolean;
}
