import { PageFrame } from "../layout/page-frame";
import { Skeleton } from "../ui/skeleton";

const ROWS = ["first", "second", "third"] as const;

/** The page's own layout, so that nothing moves when it arrives. */
export function ProvidersSkeleton() {
  return (
    <PageFrame title="Providers">
      <div className="@container grid max-w-5xl gap-4" aria-busy="true">
        <div className="flex h-5 items-center">
          <Skeleton width="64" />
        </div>
        <div className="rounded border bg-surface">
          {ROWS.map((row) => (
            <div
              key={row}
              className="grid grid-cols-[auto_minmax(0,1fr)] items-start gap-x-3 gap-y-2 border-b px-4 py-3 last:border-0 @2xl:grid-cols-[auto_minmax(0,4fr)_minmax(0,6fr)_minmax(0,5fr)_64px] @2xl:gap-x-5"
            >
              <span aria-hidden="true" className="size-8 animate-pulse-soft rounded bg-sunken" />
              <TwoLines />
              <TwoLines />
              <TwoLines />
            </div>
          ))}
        </div>
      </div>
    </PageFrame>
  );
}

function TwoLines() {
  return (
    <div className="col-start-2 grid h-9 content-evenly @2xl:col-start-auto">
      <Skeleton width="24" />
      <Skeleton width="40" />
    </div>
  );
}
