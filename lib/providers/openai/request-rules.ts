/** A parameter that a service spells otherwise. */
export interface Rename {
  from: string;
  to: string;
  /** Whose value stays when both are there; `to` when absent. */
  wins?: "from";
  /** The models concerned; all when absent. */
  models?: RegExp;
}

export interface ParameterRule {
  params: readonly string[];
  /** The models concerned; all when absent. */
  models?: RegExp;
}

/** What a service wants otherwise in the messages of a chat. */
export interface MessageRules {
  /** The role that `developer` becomes where the service does not know it. */
  developerRole?: "system";
  /** All the fields that messages of a role may have, where others are refused. */
  allowedFields?: Readonly<Record<string, readonly string[]>>;
  /** Fields that are refused. */
  refusedFields?: readonly string[];
  /** The roles whose messages may have a `name`; any when absent. */
  namedRoles?: readonly string[];
  renamedFields?: Readonly<Record<string, string>>;
  /** `cache_control` of messages, parts and tools is refused. */
  refusesCacheControl?: true;
  /** The id a service accepts for a tool call; the same for the same id. */
  toolCallId?(id: string): string;
}

/** How the body of one API must differ from what OpenAI's own takes. */
export interface RequestRules {
  renames?: readonly Rename[];
  /** Parameters the service answers with an error. */
  refused?: readonly ParameterRule[];
  /** Parameters the service takes no notice of. */
  ignored?: readonly string[];
  /** Parameters that can be left out without a word, because the answer is the same. */
  needless?: readonly string[];
  /** Refused together with `max_completion_tokens`, which says the same. */
  refusesBothLimits?: true;
  /** The service gives one choice, whatever `n` says. */
  hasSingleChoice?: true;
  /** `encoding_format: "base64"` is not known; the answer's floats are converted afterwards. */
  hasNoBase64?: true;
  /** Streams tell their usage unasked, or `stream_options` is not known. */
  needsNoUsageQuestion?: true;
  messages?: MessageRules;
}
