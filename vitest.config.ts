import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const alias = { "@": fileURLToPath(new URL(".", import.meta.url)).replace(/\/$/, "") };
const database = {
  globalSetup: ["tests/support/postgres-setup.ts"],
  setupFiles: ["tests/support/file-database.ts"],
  testTimeout: 30_000,
  hookTimeout: 60_000,
};

export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        extends: true,
        test: { name: "unit", include: ["tests/unit/**/*.test.{ts,tsx}"] },
      },
      {
        extends: true,
        test: { name: "integration", include: ["tests/integration/**/*.test.ts"], ...database },
      },
      {
        extends: true,
        test: { name: "conformance", include: ["tests/conformance/**/*.test.ts"], ...database },
      },
    ],
  },
});
