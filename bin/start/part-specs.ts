import path from "node:path";
import { machineFolder } from "@/lib/lab/lab-machines";
import { DOWNLOAD_PROCESS } from "@/lib/updates/download/process-memory";
import { EXIT } from "../command-line/error";
import type { Build } from "./build";
import type { ChildSpec } from "./child";
import type { ProductEnvironment, ProductKind } from "./environment";
import type { LabMachine } from "./lab-machines";

const READY_WITHIN_MS = 60_000;
/** The first start generates the sample payloads, several hundred megabytes. */
const LAB_READY_WITHIN_MS = 300_000;

/** A process of the product, by its script below the product's folder. */
export type PartSpec = Omit<ChildSpec, "cwd">;

export const labCloudPart = (env: ProductEnvironment): PartSpec => ({
  name: "lab-cloud",
  label: "the lab cloud",
  script: "bin/lab-cloud.ts",
  env,
  readyWithinMs: LAB_READY_WITHIN_MS,
});

export const executivePart = (env: ProductEnvironment): PartSpec => ({
  name: "executive",
  label: "the executive",
  script: "bin/executive.ts",
  env: { ...env, ...DOWNLOAD_PROCESS.env },
  execArgv: DOWNLOAD_PROCESS.execArgv,
  readyWithinMs: READY_WITHIN_MS,
});

/** A server with a process, a data folder and keys of its own, which is not told how others reach the database. */
export function machinePart(env: ProductEnvironment, { fqdn, token }: LabMachine): PartSpec {
  const { DATABASE_URL: _database, SCP_SESSION_SECRET: _secret, ...rest } = env;
  const dataDir = machineFolder(env.SCP_DATA_DIR, fqdn);
  return {
    name: path.basename(dataDir),
    label: `the executive of ${fqdn}`,
    script: "bin/executive.ts",
    args: ["--server", fqdn, ...(token ? ["--join", token] : [])],
    env: { ...rest, ...DOWNLOAD_PROCESS.env, SCP_DATA_DIR: dataDir },
    execArgv: DOWNLOAD_PROCESS.execArgv,
    readyWithinMs: READY_WITHIN_MS,
    endsForGoodWith: EXIT.revoked,
  };
}

export const portalPart = (
  env: ProductEnvironment,
  kind: ProductKind,
  build: Build | undefined,
): PartSpec => ({
  name: "portal",
  label: "the portal",
  script: "bin/portal.ts",
  env: {
    ...env,
    ...(build ? { SCP_NEXT_DIST_DIR: build.distDir } : {}),
    SCP_DEV: kind === "development" ? "1" : "0",
  },
  readyWithinMs: READY_WITHIN_MS,
});
