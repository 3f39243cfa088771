import { expect, test } from "vitest";
import { can, requirePermission } from "../../../lib/services/permissions";

test("each role may what the roles below it may, and its own", () => {
  expect(can("viewer", "trace.read")).toBe(true);
  expect(can("viewer", "key.create")).toBe(false);
  expect(can("member", "key.create")).toBe(true);
  expect(can("member", "provider.manage")).toBe(false);
  expect(can("admin", "provider.manage")).toBe(true);
  expect(can("owner", "project.create")).toBe(true);
});

test("a refusal names the role that is needed", () => {
  expect(() => requirePermission({ role: "viewer" }, "key.create")).toThrow(
    /needs member or higher/,
  );
});
