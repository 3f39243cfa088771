import { expect, test } from "vitest";
import { EnvError, parseEnv } from "../../lib/env";

test.each([
  ["https://x.test", "https://x.test"],
  ["https://x.test/", "https://x.test"],
  ["HTTP://X.test:80", "http://x.test"],
  ["http://x.test:8080//", "http://x.test:8080"],
])("PRYSM_PUBLIC_URL=%s is read as %s", (value, url) => {
  expect(parseEnv({ PRYSM_PUBLIC_URL: value }).PRYSM_PUBLIC_URL).toBe(url);
});

test.each([
  "https://x.test/prysm",
  "https://x.test/?a=1",
  "https://x.test/#top",
  "https://user:secret@x.test",
  "ftp://x.test",
  "x.test",
])("PRYSM_PUBLIC_URL=%s is refused with a sentence", (value) => {
  const sentence =
    "PRYSM_PUBLIC_URL is not valid: expected an http:// or https:// URL with a host and nothing behind it, such as https://prysm.example.com.";
  expect(() => parseEnv({ PRYSM_PUBLIC_URL: value })).toThrow(new EnvError(sentence));
});
