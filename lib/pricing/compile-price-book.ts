import type { ConditionalPrice, ModelInfo, ModelPrice, Provider } from "@pydantic/genai-prices";
import { ModelList } from "./model-list";
import { picoUsdOf } from "./pico-usd-of";
import { type DatedPrices, PriceBook, type PriceList } from "./price-book";
import type { PriceRow, UnitPrice } from "./price-row";
import type { Unit } from "./usage-buckets";

interface PriceKey {
  unit: Unit;
  per: bigint;
}

const MILLION = 1_000_000n;
const THOUSAND = 1_000n;
const HOUR_SECONDS = 3_600n;

/** The package's prices of what we count; the rest (pages, stored searches) is no bucket of ours. */
const PRICE_KEYS: Readonly<Record<string, PriceKey>> = {
  input_mtok: { unit: "text_in", per: MILLION },
  output_mtok: { unit: "text_out", per: MILLION },
  cache_read_mtok: { unit: "cache_read", per: MILLION },
  cache_write_mtok: { unit: "cache_write_5m", per: MILLION },
  cache_write_1h_mtok: { unit: "cache_write_1h", per: MILLION },
  input_audio_mtok: { unit: "audio_in", per: MILLION },
  output_audio_mtok: { unit: "audio_out", per: MILLION },
  input_image_mtok: { unit: "image_in", per: MILLION },
  output_image_mtok: { unit: "image_out", per: MILLION },
  output_reasoning_mtok: { unit: "reasoning", per: MILLION },
  input_mchars: { unit: "characters", per: MILLION },
  web_searches_kcount: { unit: "web_searches", per: THOUSAND },
  requests_kcount: { unit: "requests", per: THOUSAND },
  input_audio_hours: { unit: "seconds", per: HOUR_SECONDS },
  audio_hours: { unit: "seconds", per: HOUR_SECONDS },
};

const FREE: ModelPrice = { input_mtok: 0, output_mtok: 0 };

/** The package's providers as a price book: exact integers, and names found by our rules. */
export function compilePriceBook(providers: readonly Provider[]): PriceBook {
  const lists = new Map<string, PriceList>();
  for (const { id, models, fallback_model_providers = [] } of providers) {
    const list = new ModelList<DatedPrices>();
    const compiled = models.map((model) => ({ model, prices: compileModel(id, model) }));
    for (const { model, prices } of compiled) list.add(model.match, prices);
    // An id is a name too, unless the list uses it for another model.
    for (const { model, prices } of compiled) list.add({ equals: model.id }, prices);
    lists.set(id, { models: list, fallbacks: fallback_model_providers });
  }
  return new PriceBook(lists);
}

function compileModel(listId: string, model: ModelInfo): DatedPrices {
  const conditional: ConditionalPrice[] = Array.isArray(model.prices)
    ? model.prices
    : [{ prices: model.prices }];
  return {
    rows: conditional.map(({ constraint, prices }) => {
      const effectiveFrom = constraint?.type === "start_date" ? constraint.start_date : null;
      const row = compileRow(listId, model.id, effectiveFrom, prices);
      return { row, applies: conditionOf(constraint) };
    }),
  };
}

function compileRow(
  listId: string,
  model: string,
  effectiveFrom: string | null,
  given: ModelPrice,
): PriceRow {
  const isFree = model.endsWith(":free") && Object.keys(given).length === 0;
  const prices: Partial<Record<Unit, UnitPrice>> = {};
  for (const [key, price] of Object.entries(isFree ? FREE : given)) {
    const known = PRICE_KEYS[key];
    const compiled = known && compilePrice(price, known.per);
    if (known && compiled) prices[known.unit] = compiled;
  }
  return { source: `genai-prices/${listId}`, model, effectiveFrom, prices };
}

function compilePrice(price: ModelPrice[string], per: bigint): UnitPrice | null {
  const base = picoUsdOf(typeof price === "object" ? price.base : price);
  if (base === null) return null;
  const tiers = typeof price === "object" ? price.tiers : [];
  return {
    picoUsd: base,
    per,
    tiers: tiers
      .flatMap(({ start, price: usd }) => {
        const picoUsd = picoUsdOf(usd);
        return picoUsd === null ? [] : [{ above: start, picoUsd }];
      })
      .sort((a, b) => a.above - b.above),
  };
}

function conditionOf(constraint: ConditionalPrice["constraint"]): (at: Date) => boolean {
  if (constraint === undefined) return () => true;
  if (constraint.type === "start_date") {
    const startMs = Date.parse(constraint.start_date);
    return (at) => at.getTime() >= startMs;
  }
  const start = secondOfDay(constraint.start_time);
  const end = secondOfDay(constraint.end_time);
  return (at) => {
    const second = (at.getTime() / 1_000) % 86_400;
    return start <= end ? second >= start && second < end : second >= start || second < end;
  };
}

/** `16:30:00Z`, in UTC. */
function secondOfDay(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.replace(/Z$/, "").split(":").map(Number);
  return hours * 3_600 + minutes * 60 + seconds;
}
