import fc from "fast-check";
import { expect, test } from "vitest";
import { freeSlug, slugOf } from "../../../lib/services/slug";

test.each([
  ["Ada's organization", "adas-organization"],
  ["Café Zürich & Co.", "cafe-zurich-co"],
  ["  --  ", "project"],
  ["日本", "project"],
  ["Settings", "settings-1"],
  ["'; DROP TABLE users; --", "drop-table-users"],
])("%s is addressed as %s", (name, slug) => {
  expect(slugOf(name, "project")).toBe(slug);
});

test("any name gives a short ASCII slug", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (name) => {
      expect(slugOf(name, "project")).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,40}[a-z0-9])?$/);
    }),
  );
});

test("a taken slug gets the next free number", () => {
  expect(freeSlug("acme", [])).toBe("acme");
  expect(freeSlug("acme", ["acme", "acme-2", "acme-labs"])).toBe("acme-3");
});
