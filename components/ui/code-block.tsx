import { CopyButton } from "./copy-button";
import { type CodeLanguage, highlightCode, type TokenKind } from "./highlight-code";

const TONE: Record<TokenKind, string> = {
  plain: "",
  string: "text-success",
  number: "text-warning",
  keyword: "text-accent",
  comment: "text-faint",
};

/** Colouring a text this long costs more than it helps. */
const HIGHLIGHT_LIMIT = 20_000;

interface CodeBlockProps {
  code: string;
  language: CodeLanguage;
  label: string;
  /** What the copy button copies, where it differs from what is shown. */
  copyText?: string;
  wrap?: boolean;
  frame?: boolean;
}

export function CodeBlock(props: CodeBlockProps) {
  const { code, language, label, copyText, wrap = false, frame = true } = props;
  const tokens = highlightCode(code, code.length > HIGHLIGHT_LIMIT ? "text" : language);
  return (
    <div className={`group relative min-w-0 ${frame ? "rounded border bg-canvas" : ""}`}>
      <div className="absolute top-1.5 right-1.5 z-10 rounded bg-canvas">
        <CopyButton text={copyText ?? code} label={`Copy ${label}`} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section aria-label={label} tabIndex={0} className="overflow-x-auto p-3 pr-11">
        <pre className={`font-mono text-12 leading-5 ${wrap ? "wire-text" : ""}`}>
          <code>
            {tokens.map((token) => (
              <span key={token.start} className={TONE[token.kind]}>
                {token.text}
              </span>
            ))}
          </code>
        </pre>
      </section>
    </div>
  );
}
