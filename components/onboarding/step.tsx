import { Check } from "lucide-react";
import type { ReactNode } from "react";

interface StepProps {
  number: number;
  title: string;
  isDone: boolean;
  isLast?: boolean;
  children: ReactNode;
}

export function Step({ number, title, isDone, isLast = false, children }: StepProps) {
  return (
    <li className="grid grid-cols-[24px_minmax(0,1fr)] gap-x-3">
      <span className="flex flex-col items-center gap-2">
        <span
          className={`grid size-6 place-items-center rounded-full border font-medium text-12 ${isDone ? "border-transparent bg-success-soft text-success" : "bg-surface text-muted"}`}
        >
          {isDone ? <Check className="size-3.5" aria-label="Done" /> : number}
        </span>
        {isLast ? null : <span className="w-px flex-1 bg-line" aria-hidden="true" />}
      </span>
      <div className={`grid min-w-0 content-start gap-3 ${isLast ? "" : "pb-8"}`}>
        <h2 className="font-medium text-14 leading-6">{title}</h2>
        {children}
      </div>
    </li>
  );
}
