export type CodeLanguage = "bash" | "python" | "typescript" | "json" | "text";
export type TokenKind = "plain" | "string" | "number" | "keyword" | "comment";

export interface Token {
  kind: TokenKind;
  text: string;
  /** Offset in the source: a stable key. */
  start: number;
}

const STRING = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`/.source;
const NUMBER = /\b\d+(?:\.\d+)?\b/.source;

const GRAMMAR: Record<CodeLanguage, { comment: string; keywords: string } | null> = {
  bash: { comment: "(?<=^|\\s)#[^\\n]*", keywords: "curl|export|npm|pip|-N|-H|-d|-X" },
  python: {
    comment: "#[^\\n]*",
    keywords: "from|import|for|in|if|as|with|def|return|print|True|False|None|or|and|not",
  },
  typescript: {
    comment: "//[^\\n]*",
    keywords: "import|from|const|let|new|for|of|await|async|true|false|null|return",
  },
  json: { comment: "(?!)", keywords: "true|false|null" },
  text: null,
};

/** Cuts source into coloured runs: strings, numbers, keywords and comments, no more. */
export function highlightCode(code: string, language: CodeLanguage): Token[] {
  const grammar = GRAMMAR[language];
  if (!grammar) return [{ kind: "plain", text: code, start: 0 }];
  const pattern = new RegExp(
    `(?<comment>${grammar.comment})|(?<string>${STRING})|(?<number>${NUMBER})|(?<keyword>(?<![\\w.-])(?:${grammar.keywords})(?![\\w-]))`,
    "gm",
  );
  const tokens: Token[] = [];
  let end = 0;
  for (const match of code.matchAll(pattern)) {
    if (match.index > end)
      tokens.push({ kind: "plain", text: code.slice(end, match.index), start: end });
    tokens.push({ kind: kindOf(match.groups), text: match[0], start: match.index });
    end = match.index + match[0].length;
  }
  if (end < code.length) tokens.push({ kind: "plain", text: code.slice(end), start: end });
  return tokens;
}

function kindOf(groups: Record<string, string | undefined> | undefined): TokenKind {
  if (groups?.comment !== undefined) return "comment";
  if (groups?.string !== undefined) return "string";
  if (groups?.number !== undefined) return "number";
  return "keyword";
}
