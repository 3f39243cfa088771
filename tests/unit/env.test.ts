import { expect, test } from "vitest";
import { allowsPrivateUpstreams, EnvError, parseEnv } from "../../lib/env";

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

test.each([
  [{}, true],
  [{ STRIPE_SECRET_KEY: "sk_live_1" }, false],
  [{ STRIPE_SECRET_KEY: "sk_live_1", PRYSM_ALLOW_PRIVATE_UPSTREAMS: "true" }, true],
  [{ STRIPE_SECRET_KEY: "sk_live_1", PRYSM_ALLOW_PRIVATE_UPSTREAMS: "1" }, true],
  [{ PRYSM_ALLOW_PRIVATE_UPSTREAMS: "false" }, false],
  [{ PRYSM_ALLOW_PRIVATE_UPSTREAMS: "0" }, false],
  [{ PRYSM_ALLOW_PRIVATE_UPSTREAMS: "" }, true],
])("with %o private upstreams are allowed: %s", (source, isAllowed) => {
  expect(allowsPrivateUpstreams(parseEnv(source))).toBe(isAllowed);
});

test("PRYSM_ALLOW_PRIVATE_UPSTREAMS is true, false, 1 or 0", () => {
  expect(() => parseEnv({ PRYSM_ALLOW_PRIVATE_UPSTREAMS: "yes" })).toThrow(
    new EnvError("PRYSM_ALLOW_PRIVATE_UPSTREAMS is not valid: expected true, false, 1 or 0."),
  );
});
