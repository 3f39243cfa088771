import { EXAMPLE_ROWS } from "./example-rows";
import { latencyShare } from "./latency-share";
import { RequestHead } from "./request-head";
import { RequestRowLine } from "./request-row-line";

/** A picture of the requests list, made of the list's own parts. */
export function ExampleList() {
  return (
    <div aria-hidden="true" className="@container">
      <RequestHead />
      {EXAMPLE_ROWS.map((row) => (
        <div key={row.id} className="h-13 @3xl:h-8">
          <RequestRowLine row={row} href={null} latencyShare={latencyShare(row.latencyMs, 3320)} />
        </div>
      ))}
    </div>
  );
}
