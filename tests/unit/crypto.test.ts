import { describe, expect, it } from "vitest";
import { apiKeyPrefix, decrypt, encrypt, isApiKey, newApiKey } from "../../lib/crypto";

const keyHex = "0f".repeat(32);

describe("API keys", () => {
  it("are sk-prysm- and 64 hex digits, each different", () => {
    const keys = new Set(Array.from({ length: 100 }, newApiKey));

    expect(keys.size).toBe(100);
    expect([...keys].every(isApiKey)).toBe(true);
  });

  it("are recognised by a prefix that gives nothing away", () => {
    expect(apiKeyPrefix(`sk-prysm-${"ab12".repeat(16)}`)).toBe("sk-prysm-ab12ab12");
  });
});

describe("encrypt", () => {
  it("opens with the same key and context", () => {
    expect(decrypt(encrypt("sk-secret", keyHex, "row-1"), keyHex, "row-1")).toBe("sk-secret");
  });

  it("never gives the same bytes twice, nor the secret in them", () => {
    const [first, second] = [encrypt("sk-secret", keyHex, "r"), encrypt("sk-secret", keyHex, "r")];

    expect(first.equals(second)).toBe(false);
    expect(first.includes("sk-secret")).toBe(false);
  });

  it("does not open in another row, with another key, or when altered", () => {
    const sealed = encrypt("sk-secret", keyHex, "row-1");
    const altered = Buffer.from(sealed);
    altered[altered.length - 1] = (altered.at(-1) ?? 0) ^ 1;

    expect(() => decrypt(sealed, keyHex, "row-2")).toThrow();
    expect(() => decrypt(sealed, "1e".repeat(32), "row-1")).toThrow();
    expect(() => decrypt(altered, keyHex, "row-1")).toThrow();
  });
});
