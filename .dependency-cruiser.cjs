/** The rules of lib/README.md that an import can break. */
/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Two modules that import each other are one module in two files.",
      severity: "error",
      from: {},
      // Types are erased; a cycle of types alone cannot fail at run time.
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "one-way",
      comment: "Dependencies run app → components → lib.",
      severity: "error",
      from: { path: "^lib/" },
      to: { path: "^(app|components|bin|e2e)/" },
    },
    {
      name: "components-know-no-routes",
      comment: "A component serves any page; what it does when clicked is handed to it.",
      severity: "error",
      from: { path: "^components/" },
      // Server actions are the one thing of a route that a component calls; types bind nothing.
      to: { path: "^app/", pathNot: "/actions\\.ts$", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "no-framework-in-lib",
      comment: "The core runs in the executive and on the command line as well.",
      severity: "error",
      // What a reader of the portal would read can only be tested with what says it there.
      from: { path: "^lib/", pathNot: "^lib/i18n/(request\\.ts$|testing/)" },
      to: { path: "^(node_modules/)?(react|react-dom|next|next-intl|next-auth|@tanstack/react-[a-z]+)(/|$)" },
    },
    {
      name: "the-product-does-not-know-the-lab",
      comment: "The lab's cloud is one row of endpoints beside the real ones.",
      severity: "error",
      from: { pathNot: "^(bin|e2e|lib/lab)/" },
      to: { path: "^lib/lab/" },
    },
    {
      name: "a-store-is-private",
      comment: "Domains meet through use cases, never through each other's tables.",
      severity: "error",
      from: { path: "^lib/([^/]+)/" },
      to: { path: "^lib/.+/store\\.ts$", pathNot: "^lib/$1/" },
    },
    {
      name: "no-test-code-in-the-product",
      severity: "error",
      from: { pathNot: "(\\.test\\.tsx?$|/testing/|^e2e/|^bin/(bench|sweeps)/|^vitest\\.config)" },
      to: { path: "/testing/|\\.test\\.tsx?$" },
    },
    {
      name: "one-way-to-the-cloud",
      comment: "Only the guarded client opens connections: offline is silent because nothing else can speak.",
      severity: "error",
      from: {
        path: "^(lib|app|components)/",
        // The embedded database looks for a free port; an address is parsed with net.isIP. Neither calls out.
        // The service connection tool connects on another computer, where no role runs whose mode could forbid it.
        // Servers of the hierarchy exchange files among themselves, whatever the mode: that is not the cloud. Nor is the
        // portal, which looks at its own certificate.
        pathNot:
          "^lib/(connectivity|file-exchange|lab|testing|updates/testing|azure/testing)/|^lib/offline/connect/open-internet\\.ts$|\\.test\\.tsx?$|^lib/db/embedded-postgres\\.ts$|^lib/access/source-address\\.ts$|^lib/hierarchy/enrolment/portal-pin\\.ts$",
      },
      // Types are erased and open nothing.
      to: {
        path: "^(undici|http|https|http2|net|tls)$|^node_modules/undici/|^lib/connectivity/wire\\.ts$",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "microsoft-speaks-through-the-wire",
      comment:
        "Microsoft's clients are used where their requests are made ours: guarded, bounded, to the environment's addresses.",
      severity: "error",
      // The lab is asked by unmodified clients in its tests.
      from: { pathNot: "^lib/azure/|^lib/lab/testing/|^lib/lab/.+\\.test\\.ts$" },
      to: {
        path: "^node_modules/(@azure|@azure-rest|@microsoft/microsoft-graph-client)/",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "the-executive-asks-azure",
      comment:
        "Azure is opened by what SMS_CLOUDCONNECTION runs: the portal says what should be, and asks nobody.",
      severity: "error",
      from: {
        pathNot:
          "^lib/azure/|^lib/azure-services/(operations/run-operation|services/connection-proofs|sign-in/sign-ins)\\.ts$|\\.test\\.ts$|/testing/",
      },
      to: { path: "^lib/azure/azure\\.ts$", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "one-way-to-the-mail-server",
      comment: "What is mailed is written, sealed and retried in one place.",
      severity: "error",
      from: { pathNot: "^lib/notifications/send-mail\\.ts$" },
      to: { path: "^node_modules/nodemailer/" },
    },
    {
      name: "only-the-tool-connects",
      comment: "What opens connections whatever the mode must not be within reach of the product.",
      severity: "error",
      from: { pathNot: "^bin/service-connection-tool|\\.test\\.ts$|/testing/|^bin/sweeps/" },
      to: { path: "^lib/offline/connect/open-internet\\.ts$" },
    },
    {
      name: "resolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "declared",
      comment: "What is imported stands in package.json.",
      severity: "error",
      from: { pathNot: "\\.test\\.tsx?$" },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    exclude: { path: "^(\\.next|\\.data)" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
    },
  },
};
