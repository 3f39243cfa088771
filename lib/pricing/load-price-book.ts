import { compilePriceBook } from "./compile-price-book";
import type { PriceBook } from "./price-book";

let book: Promise<PriceBook> | undefined;

/** The built-in price book. It takes twenty megabytes, so it is loaded when there is a call to price. */
export function loadPriceBook(): Promise<PriceBook> {
  book ??= load().catch((error: unknown) => {
    book = undefined;
    throw error;
  });
  return book;
}

async function load(): Promise<PriceBook> {
  const { waitForUpdate } = await import("@pydantic/genai-prices");
  return compilePriceBook((await waitForUpdate()) ?? []);
}
