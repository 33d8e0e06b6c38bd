import { z } from "zod";

const schema = z.object({
  DATABASE_URL: z.url(),
  SCP_DATA_DIR: z.string().min(1).default(".data"),
  SCP_LAB_CLOUD_PORT: z.coerce.number().int().min(1).max(65_535),
  SCP_LAB_PASSWORD: z.string().min(1).optional(),
  /** Size of the sample payloads as a part of the usual; tests use less. */
  SCP_LAB_PAYLOAD_SCALE: z.coerce.number().min(0).max(10).default(1),
});

/** What the lab cloud is told by the process that starts it. */
export function readLabEnvironment(env: NodeJS.ProcessEnv) {
  const parsed = schema.parse(env);
  return {
    databaseUrl: parsed.DATABASE_URL,
    dataDir: parsed.SCP_DATA_DIR,
    port: parsed.SCP_LAB_CLOUD_PORT,
    password: parsed.SCP_LAB_PASSWORD,
    payloadScale: parsed.SCP_LAB_PAYLOAD_SCALE,
  };
}
