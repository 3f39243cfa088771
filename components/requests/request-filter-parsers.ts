import { parseAsString } from "nuqs";

/** The filters' names in the URL, the same that the JSON route and the read API take. */
export const REQUEST_FILTER_PARSERS = {
  range: parseAsString,
  from: parseAsString,
  to: parseAsString,
  status: parseAsString,
  model: parseAsString,
  provider: parseAsString,
  user: parseAsString,
  session: parseAsString,
  run: parseAsString,
  key: parseAsString,
};

export type RequestFilterName = keyof typeof REQUEST_FILTER_PARSERS;
export type RequestFilterValues = Record<RequestFilterName, string | null>;
