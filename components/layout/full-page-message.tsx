import type { ReactNode } from "react";
import { LogoMark } from "./logo";

interface FullPageMessageProps {
  title: string;
  sentence: ReactNode;
  action: ReactNode;
}

export function FullPageMessage({ title, sentence, action }: FullPageMessageProps) {
  return (
    <div className="grid min-h-full flex-1 place-items-center p-6">
      <div className="grid max-w-sm justify-items-center gap-4 text-center">
        <LogoMark id="message" />
        <div className="grid gap-1">
          <h1 className="font-semibold text-20">{title}</h1>
          <p className="text-13 text-muted">{sentence}</p>
        </div>
        {action}
      </div>
    </div>
  );
}
