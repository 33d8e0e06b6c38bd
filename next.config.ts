import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const config: NextConfig = {
  // `next dev` and the built portal may run side by side; each keeps its own output folder.
  distDir: process.env.SCP_NEXT_DIST_DIR ?? ".next",
  poweredByHeader: false,
  reactStrictMode: true,
  // Native add-ons and packages that load files beside themselves stay outside the bundle.
  serverExternalPackages: ["pg", "pg-boss", "@node-rs/argon2"],
  // `npm test` checks the types of everything, pages included; a start need not do it a second time.
  typescript: { ignoreBuildErrors: true },
  experimental: { serverActions: { bodySizeLimit: "1mb" }, proxyClientMaxBodySize: "4mb" },
};

export default createNextIntlPlugin("./lib/i18n/request.ts")(config);
