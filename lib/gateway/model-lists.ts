import { LRUCache } from "lru-cache";
import { parseJson } from "../protocol/json";
import { findProvider } from "../providers/index";
import type { HttpProvider, Upstream } from "../providers/provider";
import { splitUrl } from "./split-url";
import { UpstreamExchange } from "./upstream-exchange";
import type { UpstreamPools } from "./upstream-pools";

const MAX_LISTS = 1_000;
const FRESH_MS = 300_000;
const FAILED_FRESH_MS = 30_000;
const TIMEOUT_MS = 4_000;
const MAX_BYTES = 4 * 1024 * 1024;

/** Which models an upstream serves: as configured, else as the upstream itself lists them, remembered for a while. */
export class ModelLists {
  readonly #pools: UpstreamPools;
  /** Null where the upstream did not tell. */
  readonly #lists = new LRUCache<string, Promise<readonly string[] | null>>({ max: MAX_LISTS });

  constructor(pools: UpstreamPools) {
    this.#pools = pools;
  }

  /** Never rejects: an upstream that does not answer is known by its default model alone. */
  async of(upstream: Upstream): Promise<readonly string[]> {
    const provider = findProvider(upstream.kind);
    if (!provider) return [];
    if (provider.transport === "local") return provider.models;
    const { models, defaultModel } = upstream;
    if (models.length > 0) return models;
    const listed = await this.#listed(upstream, provider);
    return listed ?? (defaultModel === null ? [] : [defaultModel]);
  }

  #listed(upstream: Upstream, provider: HttpProvider): Promise<readonly string[] | null> {
    // All that the answer depends on: projects must not see what only another one may ask for.
    const { kind, baseUrl, credential, apiVersion, extraHeaders, isTrusted } = upstream;
    const key = JSON.stringify([kind, baseUrl, credential, apiVersion, extraHeaders, isTrusted]);
    const known = this.#lists.get(key);
    if (known) return known;
    const list = this.#load(upstream, provider).catch(() => {
      this.#lists.set(key, Promise.resolve(null), { ttl: FAILED_FRESH_MS });
      return null;
    });
    this.#lists.set(key, list, { ttl: FRESH_MS });
    return list;
  }

  async #load(upstream: Upstream, provider: HttpProvider): Promise<readonly string[]> {
    const exchange = new UpstreamExchange();
    const timer = setTimeout(() => exchange.abort(new Error("No model list in time.")), TIMEOUT_MS);
    try {
      const { url, method, headers } = provider.buildModelsRequest(upstream);
      const { origin, path } = splitUrl(url);
      const options = { path, method: method as "GET", headers, body: null };
      this.#pools.get(origin, upstream.isTrusted).dispatch(options, exchange);
      const { status } = await exchange.head;
      const body = await readAll(exchange);
      if (status !== 200) throw new Error(`The model list was answered with ${status}.`);
      const models = provider.readModels(parseJson(body.toString("utf8")));
      if (models.length === 0) throw new Error("The model list is empty.");
      return models;
    } finally {
      clearTimeout(timer);
    }
  }
}

async function readAll(exchange: UpstreamExchange): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of exchange) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new Error("The model list is too long.");
    parts.push(chunk);
  }
  return Buffer.concat(parts, bytes);
}
