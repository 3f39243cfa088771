import { formatExactCount } from "@/lib/format/format-exact-count";
import type { RequestDetail } from "@/lib/queries/request-detail";
import { CopyButton } from "../ui/copy-button";
import { foldConversation, type Turn } from "./fold-conversation";
import { FoldedText } from "./folded-text";
import { ToolUnit } from "./tool-unit";

/** The call as documents under each other, the speaker in the margin. */
export function ConversationTab({ detail }: { detail: RequestDetail }) {
  if (!detail.conversation) {
    return (
      <p className="py-6 text-13 text-muted">
        This call of <span className="font-mono">{detail.endpoint}</span> holds no conversation that
        can be read. The Raw tab shows what was sent and answered, byte for byte.
      </p>
    );
  }
  const turns = foldConversation(detail.conversation.messages);
  return (
    <ol className="max-w-4xl">
      {detail.conversation.omitted > 0 ? (
        <li className="border-b py-4 text-13 text-muted">
          {formatExactCount(detail.conversation.omitted)} earlier messages are left out here. The
          Raw tab has them.
        </li>
      ) : null}
      {turns.map((turn) => (
        <TurnDocument key={turn.index} turn={turn} />
      ))}
      {detail.error ? (
        <li className="grid gap-1 py-4 md:grid-cols-[104px_minmax(0,1fr)] md:gap-4">
          <span className="text-13 text-danger">
            {detail.completionPreview ? "Broke off" : "No answer"}
          </span>
          <p className="wire-text text-14 text-muted">{detail.error.message}</p>
        </li>
      ) : null}
    </ol>
  );
}

const ROLE_LABEL: Record<string, string> = {
  system: "System",
  developer: "Developer",
  user: "User",
  assistant: "Assistant",
  tool: "Tool result",
  function: "Tool result",
  prompt: "Prompt",
  suffix: "Suffix",
  completion: "Completion",
  input: "Input",
  result: "Result",
  context: "Context",
};

const QUIET_ROLES = new Set(["system", "developer", "context"]);
const ANSWER_ROLES = new Set(["assistant", "completion", "result"]);

function TurnDocument({ turn }: { turn: Turn }) {
  const isQuiet = QUIET_ROLES.has(turn.role);
  const isEmpty = turn.content === "" && turn.reasoning === null && turn.toolUses.length === 0;
  return (
    <li className="group grid gap-1 border-b py-4 last:border-0 md:grid-cols-[104px_minmax(0,1fr)] md:gap-4">
      <span
        className={`text-13 leading-5 ${ANSWER_ROLES.has(turn.role) ? "font-medium text-ink" : "text-faint"}`}
      >
        {ROLE_LABEL[turn.role] ?? turn.role}
      </span>
      <div className="grid min-w-0 gap-3">
        {turn.reasoning ? (
          <div className="min-w-0 border-l-2 pl-3 text-13 text-muted">
            <span className="text-12 text-faint">Reasoning</span>
            <FoldedText text={turn.reasoning} lines={6} />
          </div>
        ) : null}
        {turn.content ? (
          <div className="flex min-w-0 items-start gap-2">
            <div
              className={`min-w-0 flex-1 ${isQuiet ? "text-13 text-muted" : "text-14 leading-6"}`}
            >
              <FoldedText text={turn.content} lines={isQuiet ? 6 : 60} />
            </div>
            <span className="-my-1 opacity-0 transition-opacity focus-within:opacity-100 group-hover:opacity-100">
              <CopyButton text={turn.content} label="Copy message" />
            </span>
          </div>
        ) : null}
        {turn.toolUses.map((use, index) => (
          <ToolUnit key={use.call.id ?? index} use={use} />
        ))}
        {isEmpty ? <span className="text-13 text-faint">Empty message</span> : null}
      </div>
    </li>
  );
}
