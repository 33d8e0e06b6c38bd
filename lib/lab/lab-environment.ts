import { z } from "zod";
import { ConfigError, loadLabStartConfig } from "@/lib/config";

export interface LabCloudConfig {
  databaseUrl: string;
  /** Absolute path. */
  dataDir: string;
  port: number;
  /** One password for all sample accounts; without it each gets its own. */
  password?: string;
  /** Without the sample hierarchy and its accounts. */
  empty: boolean;
  /** Size of the sample payloads as a part of the usual; quick tests use less. */
  payloadScale: number;
}

const payloadScale = z.coerce.number().min(0).max(10).default(1);

/**
 * What the lab cloud is told by the process that starts it.
 * @throws ConfigError
 */
export function readLabCloudConfig(env: NodeJS.ProcessEnv): LabCloudConfig {
  const { databaseUrl, dataDir, labCloudPort, labPassword, labEmpty } = loadLabStartConfig(env);
  const scale = payloadScale.safeParse(env.SCP_LAB_PAYLOAD_SCALE);
  if (!databaseUrl || !labCloudPort || !scale.success)
    throw new ConfigError([
      ...(databaseUrl ? [] : [{ variable: "DATABASE_URL", problem: "is required" }]),
      ...(labCloudPort ? [] : [{ variable: "SCP_LAB_CLOUD_PORT", problem: "is required" }]),
      ...(scale.success
        ? []
        : [{ variable: "SCP_LAB_PAYLOAD_SCALE", problem: "must be a number from 0 to 10" }]),
    ]);
  return {
    databaseUrl,
    dataDir,
    port: labCloudPort,
    password: labPassword,
    empty: labEmpty,
    payloadScale: scale.data,
  };
}
