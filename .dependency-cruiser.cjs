const FRAMEWORK = "node_modules/(next|react|react-dom|next-auth|@tanstack)/";
const TYPES_ONLY = { dependencyTypesNot: ["type-only"] };

const error = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

module.exports = {
  forbidden: [
    error(
      "no-cycles",
      "Cycles hide the reading order.",
      {},
      { circular: true, viaOnly: TYPES_ONLY },
    ),
    error(
      "lib-is-framework-free",
      "Only lib/next may know that Next or React exist.",
      { path: "^lib/", pathNot: "^lib/next/" },
      { path: FRAMEWORK },
    ),
    error(
      "lib-never-looks-up",
      "Domain code must not know who calls it.",
      { path: "^lib/" },
      { path: "^(app|components)/" },
    ),
    error(
      "app-never-touches-db",
      "Go through queries, services or the gateway.",
      { path: "^(app|components|middleware)" },
      { path: "^lib/db/" },
    ),
    error(
      "components-take-types-not-servers",
      "A component may import the type of server data, never the code that loads it.",
      { path: "^components/" },
      { path: "^lib/(db|queries|services|gateway|recorder|jobs|next|server)/", ...TYPES_ONLY },
    ),
    error(
      "only-db-knows-prisma",
      "One folder owns the schema.",
      { pathNot: "^(lib/db|prisma|tests)/" },
      { path: "(node_modules/@prisma/|^prisma/generated)" },
    ),
    error(
      "data-plane-alone",
      "The gateway must run without the control plane.",
      { path: "^lib/gateway/" },
      { path: "^lib/(services|queries|jobs|next)/" },
    ),
    error(
      "gateway-db-only-in-deps",
      "Stages get the database and the recorder through GatewayDeps.",
      { path: "^lib/gateway/", pathNot: "^lib/gateway/deps\\.ts$" },
      { path: "^lib/(db|recorder)/", ...TYPES_ONLY },
    ),
    error(
      "providers-are-leaves",
      "A provider knows the wire format and nothing else.",
      { path: "^lib/providers/" },
      { path: "^lib/", pathNot: "^lib/(providers/|protocol/|errors|ids)" },
    ),
    error(
      "provider-per-file",
      "Providers never import each other.",
      { path: "^lib/providers/([^/]+)/" },
      {
        path: "^lib/providers/",
        pathNot: "^lib/providers/((provider|upstream-error-event)\\.ts$|$1/)",
      },
    ),
    error(
      "provider-in-one-file",
      "Providers never import each other.",
      { path: "^lib/providers/[^/]+\\.ts$", pathNot: "^lib/providers/(index|provider)\\.ts$" },
      {
        path: "^lib/providers/",
        pathNot: "^lib/providers/(provider|upstream-error-event)\\.ts$",
      },
    ),
    error(
      "pricing-is-a-leaf",
      "Counting and pricing need no gateway and no database.",
      { path: "^lib/pricing/" },
      { path: "^lib/", pathNot: "^lib/(pricing/|protocol/|errors|money)" },
    ),
    error(
      "bridges-are-leaves",
      "A bridge knows two wire formats and nothing else.",
      { path: "^lib/bridges/" },
      { path: "^lib/", pathNot: "^lib/(bridges/|protocol/|errors|ids)" },
    ),
    error(
      "protocol-is-a-leaf",
      "The wire format depends on nothing of ours.",
      { path: "^lib/protocol/" },
      { path: "^lib/", pathNot: "^lib/(protocol/|errors|ids|money)" },
    ),
    error(
      "reads-do-not-write",
      "Page modules read; verbs write.",
      { path: "^lib/queries/" },
      { path: "^lib/(services|jobs|gateway|recorder)/", ...TYPES_ONLY },
    ),
    error(
      "ui-is-generic",
      "Primitives know no page and no data.",
      { path: "^components/(ui|charts)/" },
      { path: "^(lib/(?!format|cn)|components/(?!ui|charts))", ...TYPES_ONLY },
    ),
    error(
      "only-the-server-starts-things",
      "Processes, locks and the embedded database are the server's business.",
      { pathNot: "^(lib/server/|lib/db/|server\\.ts|lib/instance-lock|tests/|bench/|scripts/)" },
      { path: "^lib/(server/|db/embedded|db/migrate|instance-lock)" },
    ),
    error(
      "tests-stay-in-tests",
      "Product code never imports a test helper.",
      { pathNot: "^(tests|bench)/" },
      { path: "^tests/" },
    ),
  ],
  options: {
    doNotFollow: { path: "(node_modules|^prisma/generated)" },
    exclude: { path: "^(\\.next|dist|coverage)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
  },
};
