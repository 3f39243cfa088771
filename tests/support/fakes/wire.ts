import type { IncomingHttpHeaders } from "node:http";
import type { JsonObject } from "../../../lib/protocol/json";
import type { Play } from "./play";

/** One wire format, as its real server speaks it. */
export interface Wire {
  /** Below the fake's origin; what a project would configure. */
  basePath: string;
  /** A model that every call of this wire can name. */
  model: string;
  /** What the server calls that model in its answers. */
  reportedModel: string;
  embeddingModel: string;
  /** The last thing the user said, which may hold a direction (`play:tools`). */
  lastUserText(json: JsonObject): string;
  /** Checks the request as strictly as the real server, then answers as the play says; throws a Refusal. */
  answer(request: FakeRequest, play: Play): WireAnswer;
  errorBody(status: number, message: string, param: string | null): object;
  /** An error inside a stream. */
  errorFrame(status: number, message: string): string;
  /** Headers that the real server adds to everything. */
  headers: Readonly<Record<string, string>>;
}

export interface FakeRequest {
  method: string;
  /** Whose server this is, of those that speak the wire; empty when nobody said. */
  service: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** Empty for a body that is no JSON object. */
  json: JsonObject;
}

export type WireAnswer =
  | { kind: "json"; body: object }
  | { kind: "bytes"; body: Buffer; type: string }
  /** Frames of an event stream; the last ones, `closing` many, say that it is complete. */
  | { kind: "stream"; frames: string[]; closing: number };

/** The server says no, in its own shape. */
export class Refusal extends Error {
  readonly status: number;
  readonly param: string | null;

  constructor(message: string, options: { status?: number; param?: string } = {}) {
    super(message);
    this.status = options.status ?? 400;
    this.param = options.param ?? null;
  }
}
