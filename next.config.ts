import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  // `npm run verify` checks the types of the whole tree; doing it again would double the first start.
  typescript: { ignoreBuildErrors: true },
  // They hold native code or find files beside themselves, so they are loaded, not bundled.
  serverExternalPackages: [
    "pg",
    "@node-rs/argon2",
    "pino",
    "undici",
    "@prisma/client",
    "@prisma/adapter-pg",
  ],
  rewrites: () =>
    Promise.resolve([
      { source: "/v1/traces", destination: "/api/v1/traces" },
      { source: "/v1/traces/:id", destination: "/api/v1/traces/:id" },
    ]),
};

export default config;
