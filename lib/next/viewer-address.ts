import { headers } from "next/headers";
import { addressOf } from "./address-of";

/** The address the browser speaks from, for matching calls that were refused before a project was known. */
export async function getViewerAddress(): Promise<string> {
  return addressOf((await headers()).get("x-forwarded-for"));
}
