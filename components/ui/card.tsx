import type { ReactNode } from "react";

interface CardProps {
  children: ReactNode;
  title?: string;
  description?: ReactNode;
  actions?: ReactNode;
  footer?: ReactNode;
  padding?: "none" | "md";
}

export function Card({ children, title, description, actions, footer, padding = "md" }: CardProps) {
  return (
    <section className="min-w-0 overflow-hidden rounded border bg-surface">
      {title ? (
        <header className="flex items-start justify-between gap-4 border-b px-4 py-3">
          <div className="min-w-0">
            <h2 className="font-medium text-14">{title}</h2>
            {description ? <p className="mt-0.5 text-13 text-muted">{description}</p> : null}
          </div>
          {actions}
        </header>
      ) : null}
      <div className={padding === "md" ? "p-4" : ""}>{children}</div>
      {footer ? <footer className="border-t bg-canvas px-4 py-3">{footer}</footer> : null}
    </section>
  );
}
