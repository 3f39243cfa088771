import { cva, type VariantProps } from "class-variance-authority";
import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

const notice = cva(
  "flex gap-2.5 rounded border px-3 py-2.5 text-13 [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:shrink-0",
  {
    variants: {
      intent: {
        info: "border-line bg-canvas text-muted [&>svg]:text-faint",
        warning: "border-warning/30 bg-warning-soft text-ink [&>svg]:text-warning",
        danger: "border-danger/30 bg-danger-soft text-ink [&>svg]:text-danger",
      },
    },
    defaultVariants: { intent: "info" },
  },
);

const ICON = { info: Info, warning: TriangleAlert, danger: CircleAlert } as const;

interface NoticeProps extends VariantProps<typeof notice> {
  title?: string;
  children: ReactNode;
  action?: ReactNode;
}

export function Notice({ intent, title, children, action }: NoticeProps) {
  const Icon = ICON[intent ?? "info"];
  return (
    <div className={notice({ intent })} {...(intent === "danger" ? { role: "alert" } : {})}>
      <Icon aria-hidden="true" />
      <div className="min-w-0 flex-1">
        {title ? <p className="font-medium">{title}</p> : null}
        <div className="wire-text">{children}</div>
      </div>
      {action}
    </div>
  );
}
