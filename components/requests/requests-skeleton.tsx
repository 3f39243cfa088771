import { Skeleton } from "../ui/skeleton";
import { RequestHead } from "./request-head";
import { REQUEST_GRID } from "./request-row-line";

const ROWS = Array.from({ length: 18 }, (_, index) => `row-${index}`);

/** The list's final layout without its content. */
export function RequestsSkeleton() {
  return (
    <div aria-busy="true" role="status" aria-label="Loading requests" className="@container">
      <RequestHead />
      {ROWS.map((row) => (
        <div
          key={row}
          className={`flex h-13 flex-col justify-center gap-2 border-b px-4 @3xl:h-8 @3xl:px-6 ${REQUEST_GRID}`}
        >
          <Skeleton width="12" />
          <Skeleton width="12" />
          <span className="@max-3xl:hidden">
            <Skeleton width="24" />
          </span>
          <span className="@max-3xl:hidden">
            <Skeleton width="full" />
          </span>
        </div>
      ))}
    </div>
  );
}
