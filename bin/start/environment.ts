import type { StartConfig } from "@/lib/config";
import { labSessionSecret } from "./data-folder";
import { withoutSetup } from "./first-run";

export type ProductKind = "lab" | "production" | "development";

/** What every process of the product is told. */
export interface ProductEnvironment extends NodeJS.ProcessEnv {
  DATABASE_URL: string;
  SCP_DATA_DIR: string;
  SCP_PUBLIC_URL: string;
  PORT: string;
  SCP_SESSION_SECRET: string;
}

/** @param lab what only a product with its lab has */
export async function productEnvironment(
  kind: ProductKind,
  config: StartConfig,
  { databaseUrl, port, url }: { databaseUrl: string; port: number; url: string },
  lab: { cloudPort: number; empty: boolean } | null,
): Promise<ProductEnvironment> {
  return {
    ...withoutSetup(process.env),
    NODE_ENV: kind === "development" ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    DATABASE_URL: databaseUrl,
    SCP_DATA_DIR: config.dataDir,
    PORT: String(port),
    SCP_PUBLIC_URL: url,
    SCP_SESSION_SECRET: config.sessionSecret ?? (await labSessionSecret(config.dataDir)),
    SCP_LAB: lab ? "1" : "0",
    ...(lab ? { SCP_LAB_CLOUD_PORT: String(lab.cloudPort), SCP_LAB_EMPTY: lab.empty ? "1" : "0" } : {}),
  };
}
