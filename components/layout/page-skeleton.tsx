import { Skeleton } from "../ui/skeleton";
import { PageFrame } from "./page-frame";

const ROWS = ["first", "second", "third", "fourth"] as const;

/** Heading, sentence and a short table: the layout of the settings-like pages. */
export function PageSkeleton({ title }: { title: string }) {
  return (
    <PageFrame title={title}>
      <div className="grid gap-4" aria-busy="true">
        <Skeleton width="64" />
        <div className="rounded border">
          <div className="h-8 border-b bg-canvas" />
          {ROWS.map((row) => (
            <div key={row} className="flex h-10 items-center gap-8 border-b px-4 last:border-0">
              <Skeleton width="40" />
              <Skeleton width="24" />
              <Skeleton width="24" />
            </div>
          ))}
        </div>
      </div>
    </PageFrame>
  );
}
