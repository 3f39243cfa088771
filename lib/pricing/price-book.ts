import type { ModelList } from "./model-list";
import { type Place, placesOf } from "./price-lists";
import type { PriceRow } from "./price-row";

/** The prices a model has had. */
export interface DatedPrices {
  /** The last one that applies counts. */
  rows: readonly { row: PriceRow; applies(at: Date): boolean }[];
}

export interface PriceList {
  models: ModelList<DatedPrices>;
  /** Lists where a model is looked for that this one does not name. */
  fallbacks: readonly string[];
}

const MAX_REMEMBERED = 5_000;
/** No price list has longer names; a client can ask for any. */
const MAX_NAME_LENGTH = 256;

/** Compiled price lists. Immutable, apart from remembering what it found. */
export class PriceBook {
  readonly #lists: ReadonlyMap<string, PriceList>;
  readonly #found = new Map<string, DatedPrices | null>();

  constructor(lists: ReadonlyMap<string, PriceList>) {
    this.#lists = lists;
  }

  /** The price of a model of a kind of provider at a time; null when none is known. */
  find(providerKind: string | null, model: string, at: Date): PriceRow | null {
    if (model.length > MAX_NAME_LENGTH) return null;
    const prices = this.#pricesOf(providerKind, model);
    return prices?.rows.findLast(({ applies }) => applies(at))?.row ?? null;
  }

  #pricesOf(providerKind: string | null, model: string): DatedPrices | null {
    const key = `${providerKind ?? ""} ${model}`;
    const known = this.#found.get(key);
    if (known !== undefined) return known;
    const prices = this.#search(placesOf(providerKind, model));
    if (this.#found.size >= MAX_REMEMBERED) this.#found.clear();
    this.#found.set(key, prices);
    return prices;
  }

  #search(places: readonly Place[]): DatedPrices | null {
    for (const { list, name } of places) {
      const own = this.#lists.get(list);
      const prices = own?.models.find(name);
      if (prices) return prices;
      for (const fallback of own?.fallbacks ?? []) {
        const other = this.#lists.get(fallback)?.models.find(name);
        if (other) return other;
      }
    }
    return null;
  }
}
