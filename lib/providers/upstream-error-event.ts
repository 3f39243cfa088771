import type { UpstreamErrorInfo } from "./provider";

/** An upstream reported an error inside its stream. */
export class UpstreamErrorEvent extends Error {
  override readonly name = "UpstreamErrorEvent";
  readonly info: UpstreamErrorInfo;
  /** The HTTP status the same error has outside a stream; null when the event does not tell. */
  readonly status: number | null;

  constructor(info: UpstreamErrorInfo, status: number | null) {
    super(info.message);
    this.info = info;
    this.status = status;
  }
}
