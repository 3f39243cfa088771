import type { ErrorFacts } from "../protocol/error-body";
import type { JsonObject } from "../protocol/json";

/** What happens to a stream between the upstream and the client. Bytes in, bytes out, in order. */
export interface StreamRelay {
  /** What may go out now; often all of `chunk` itself, sometimes nothing. */
  push(chunk: Buffer): Buffer;
  /** What is left when the upstream closed the stream. */
  end(): Buffer;
  /** The end was there: a connection that breaks now takes nothing away but what `end` makes. */
  isWhole(): boolean;
  /** Throws what went wrong in the last `push` or `end`, after what came before it was sent. */
  throwFailure(): void;
  /** How the API of this stream tells an error in the middle; null where the dialect's event will do. */
  failure(error: ErrorFacts): Buffer | null;
  /** The provider's own usage object, where only this relay has seen it. */
  usage(): JsonObject | null;
}
