import type { ReactNode } from "react";

/** A plain table for short lists; long lists are virtual and have their own grid. */
export function Table({ caption, children }: { caption: string; children: ReactNode }) {
  return (
    <div className="overflow-x-auto">
      <table className="w-full border-collapse text-left text-13">
        <caption className="sr-only">{caption}</caption>
        {children}
      </table>
    </div>
  );
}

interface HeadCell {
  label: string;
  align?: "left" | "right";
  /** Kept for screen readers only, as over a column of buttons. */
  isHidden?: boolean;
  hideBelow?: "sm" | "md" | "lg";
}

const HIDE = { sm: "max-sm:hidden", md: "max-md:hidden", lg: "max-lg:hidden" } as const;

export function TableHead({ cells }: { cells: readonly HeadCell[] }) {
  return (
    <thead>
      <tr className="border-b bg-canvas">
        {cells.map((cell) => (
          <th
            key={cell.label}
            scope="col"
            className={`h-8 whitespace-nowrap px-4 font-medium text-12 text-faint ${cell.align === "right" ? "text-right" : ""} ${cell.hideBelow ? HIDE[cell.hideBelow] : ""}`}
          >
            {cell.isHidden ? <span className="sr-only">{cell.label}</span> : cell.label}
          </th>
        ))}
      </tr>
    </thead>
  );
}

export function TableRow({ children }: { children: ReactNode }) {
  return <tr className="border-b transition-colors last:border-0 hover:bg-canvas">{children}</tr>;
}

interface TableCellProps {
  children: ReactNode;
  align?: "left" | "right";
  tone?: "ink" | "muted";
  font?: "sans" | "mono";
  hideBelow?: "sm" | "md" | "lg";
}

export function TableCell(props: TableCellProps) {
  const { children, align = "left", tone = "ink", font = "sans", hideBelow } = props;
  const look = [
    "h-10 whitespace-nowrap px-4",
    align === "right" ? "text-right" : "",
    tone === "muted" ? "text-muted" : "",
    font === "mono" ? "font-mono text-12" : "",
    hideBelow ? HIDE[hideBelow] : "",
  ];
  return <td className={look.join(" ")}>{children}</td>;
}
