// biome-ignore-all lint/a11y/useSemanticElements: rows are positioned by hand, which table elements do not allow
// biome-ignore-all lint/a11y/useFocusableInteractive: the focus is on the link in each row

import { REQUEST_GRID } from "./request-row-line";

const CELLS = [
  { label: "Time", look: "" },
  { label: "Status", look: "" },
  { label: "Model", look: "" },
  { label: "Prompt → answer", look: "" },
  { label: "Tokens", look: "hidden text-right @5xl:block" },
  { label: "Cost", look: "hidden text-right @5xl:block" },
  { label: "Latency", look: "text-right @3xl:pr-1.5" },
  { label: "TTFT", look: "hidden text-right @5xl:block" },
  { label: "User", look: "hidden pl-3 @6xl:block" },
  { label: "Session", look: "hidden pl-3 @6xl:block" },
] as const;

export function RequestHead() {
  return (
    <div
      role="row"
      className={`h-8 shrink-0 border-b bg-canvas px-4 @max-3xl:sr-only @3xl:px-6 ${REQUEST_GRID}`}
    >
      {CELLS.map(({ label, look }) => (
        <span key={label} role="columnheader" className={`text-12 text-faint ${look}`}>
          {label}
        </span>
      ))}
    </div>
  );
}
