import { LRUCache } from "lru-cache";
import { parseJson } from "../protocol/json";
import { getProvider } from "../providers/index";
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
  readonly #lists = new LRUCache<string, Promise<readonly string[]>>({ max: MAX_LISTS });

  constructor(pools: UpstreamPools) {
    this.#pools = pools;
  }

  /** Never rejects: an upstream that does not answer is known by its default model alone. */
  of(upstream: Upstream): Promise<readonly string[]> {
    const provider = getProvider(upstream.kind);
    if (provider.transport === "local") return Promise.resolve(provider.models);
    if (upstream.models.length > 0) return Promise.resolve(upstream.models);
    const { kind, baseUrl, credential, apiVersion } = upstream;
    const key = JSON.stringify([kind, baseUrl, credential, apiVersion]);
    const known = this.#lists.get(key);
    if (known) return known;
    const list = this.#load(upstream, provider);
    this.#lists.set(key, list, { ttl: FRESH_MS });
    return list.catch(() => {
      const fallback = Promise.resolve(
        upstream.defaultModel === null ? [] : [upstream.defaultModel],
      );
      this.#lists.set(key, fallback, { ttl: FAILED_FRESH_MS });
      return fallback;
    });
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
