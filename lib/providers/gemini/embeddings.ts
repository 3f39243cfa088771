import { PrysmError } from "../../errors";
import { isObject, type JsonObject, nameOf } from "../../protocol/json";
import type { AnswerReader, ProviderCall, Upstream, UpstreamRequest } from "../provider";
import { geminiModel } from "./gemini-model";
import { invalidRequest } from "./invalid-request";
import { readError } from "./read-error";
import { RequestNotes } from "./request-notes";
import { noteUnknownParams } from "./unknown-params";
import { jsonRequest, methodUrl } from "./upstream-call";

const MAX_INPUTS = 100;
const TRANSLATED = new Set(["model", "input", "dimensions", "encoding_format"]);

/** An embeddings call as batchEmbedContents. */
export function buildEmbeddingsRequest(call: ProviderCall, upstream: Upstream): UpstreamRequest {
  const notes = new RequestNotes();
  noteUnknownParams(call.json, notes, TRANSLATED);
  requireFormat(call.json.encoding_format);
  const { resource } = geminiModel(call.model);
  const outputDimensionality = dimensionsOf(call.json.dimensions);
  const requests = textsOf(call.json.input).map((text) => ({
    model: resource,
    content: { parts: [{ text }] },
    outputDimensionality,
  }));
  const url = methodUrl(upstream, resource, "batchEmbedContents");
  return jsonRequest(call, upstream, url, { requests }, notes);
}

function textsOf(input: unknown): string[] {
  if (typeof input === "string") return [requireText(input, "input")];
  if (!Array.isArray(input)) {
    const message = `input must be a string or an array of strings, not ${nameOf(input)}.`;
    throw invalidRequest(message, "input");
  }
  if (input.length === 0 || input.length > MAX_INPUTS) {
    throw invalidRequest(`input must hold 1 to ${MAX_INPUTS} texts for this provider.`, "input");
  }
  return input.map((text, index) => requireText(text, `input[${index}]`));
}

function requireText(text: unknown, param: string): string {
  if (typeof text === "string" && text !== "") return text;
  const isTokens = typeof text === "number" || Array.isArray(text);
  const message = isTokens
    ? `${param} holds token ids, which are another model's. Send text.`
    : `${param} must be a string that is not empty.`;
  throw invalidRequest(message, param);
}

function dimensionsOf(dimensions: unknown): number | undefined {
  if (dimensions === undefined || dimensions === null) return undefined;
  const isWhole = typeof dimensions === "number" && Number.isInteger(dimensions) && dimensions > 0;
  if (isWhole) return dimensions;
  throw invalidRequest("dimensions must be a whole number above 0.", "dimensions");
}

function requireFormat(format: unknown): void {
  if (format === undefined || format === null || format === "float" || format === "base64") return;
  throw invalidRequest('encoding_format must be "float" or "base64".', "encoding_format");
}

/** Reads answers of batchEmbedContents. */
export function readEmbeddings(call: ProviderCall): AnswerReader {
  let usage: JsonObject | null = null;
  return {
    whole(body) {
      const error = readError(200, body);
      if (error) throw badAnswer(`is an error: ${error.message}`);
      if (!isObject(body)) throw badAnswer("is no JSON object.");
      if (isObject(body.usageMetadata)) usage = body.usageMetadata;
      return toList(call, body, promptTokens(usage));
    },
    event() {
      throw badAnswer("is a stream.");
    },
    end: () => [],
    usage: () => usage,
  };
}

function toList(call: ProviderCall, body: JsonObject, tokens: number | null): JsonObject {
  const { input, encoding_format } = call.json;
  const embeddings = Array.isArray(body.embeddings) ? body.embeddings : [];
  const wanted = Array.isArray(input) ? input.length : 1;
  if (embeddings.length !== wanted) {
    throw badAnswer(`holds ${embeddings.length} embeddings instead of ${wanted}.`);
  }
  return {
    object: "list",
    data: embeddings.map((embedding, index) => ({
      object: "embedding",
      index,
      embedding: encode(valuesOf(embedding), encoding_format === "base64"),
    })),
    model: call.model,
    ...(tokens === null ? {} : { usage: { prompt_tokens: tokens, total_tokens: tokens } }),
  };
}

function valuesOf(embedding: unknown): number[] {
  const values = isObject(embedding) ? embedding.values : undefined;
  const isVector = Array.isArray(values) && values.every((value) => typeof value === "number");
  if (isVector) return values;
  throw badAnswer("holds an embedding without values.");
}

/** OpenAI's base64 is of little-endian 32-bit floats. */
function encode(values: number[], isBase64: boolean): number[] | string {
  if (!isBase64) return values;
  const bytes = Buffer.alloc(values.length * Float32Array.BYTES_PER_ELEMENT);
  values.forEach((value, index) => {
    bytes.writeFloatLE(value, index * Float32Array.BYTES_PER_ELEMENT);
  });
  return bytes.toString("base64");
}

function promptTokens(usage: JsonObject | null): number | null {
  const count = usage?.promptTokenCount;
  return typeof count === "number" && Number.isSafeInteger(count) ? count : null;
}

function badAnswer(what: string): PrysmError {
  return new PrysmError("bad_gateway", `The upstream's answer to an embeddings call ${what}`);
}
