import { headers } from "next/headers";
import { runtime } from "../runtime";

/** Where callers reach this instance, without a trailing slash: PRYSM_PUBLIC_URL, else what the browser asked for. */
export async function getBaseUrl(): Promise<string> {
  const { env } = runtime();
  if (env.PRYSM_PUBLIC_URL) return env.PRYSM_PUBLIC_URL;
  const received = await headers();
  const host = received.get("x-forwarded-host") ?? received.get("host") ?? `localhost:${env.PORT}`;
  const protocol = received.get("x-forwarded-proto") === "https" ? "https" : "http";
  return `${protocol}://${host}`;
}
