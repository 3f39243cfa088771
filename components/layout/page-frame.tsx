import { ChevronRight } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { RailTrigger } from "./rail-trigger";

interface PageFrameProps {
  title: ReactNode;
  /** The pages above this one. */
  breadcrumb?: readonly { label: string; href: string }[];
  actions?: ReactNode;
  children: ReactNode;
  /** `fill` pages manage their own scrolling; `form` pages are one column of 640 px. */
  width?: "fill" | "fluid" | "form";
}

const WIDTH = {
  fluid: "mx-auto w-full max-w-[1680px] p-4 md:p-6",
  form: "mx-auto w-full max-w-[848px] p-4 md:p-6",
} as const;

export function PageFrame({
  title,
  breadcrumb = [],
  actions,
  children,
  width = "fluid",
}: PageFrameProps) {
  return (
    <>
      <header className="flex h-12 shrink-0 items-center gap-2 border-b px-4 md:px-6">
        <RailTrigger />
        <div className="flex min-w-0 flex-1 items-center gap-1.5 text-14">
          {breadcrumb.length > 0 ? (
            <nav aria-label="Breadcrumb" className="flex shrink-0 items-center gap-1.5">
              {breadcrumb.map((step) => (
                <span key={step.href} className="flex items-center gap-1.5">
                  <Link href={step.href} className="rounded-sm text-muted hover:text-ink">
                    {step.label}
                  </Link>
                  <ChevronRight className="size-3.5 text-faint" aria-hidden="true" />
                </span>
              ))}
            </nav>
          ) : null}
          <h1 className="truncate font-semibold">{title}</h1>
        </div>
        <div className="flex shrink-0 items-center gap-2">{actions}</div>
      </header>
      {width === "fill" ? (
        <div className="flex min-h-0 flex-1 flex-col">{children}</div>
      ) : (
        <div className="min-h-0 flex-1 overflow-y-auto">
          <div className={WIDTH[width]}>{children}</div>
        </div>
      )}
    </>
  );
}
