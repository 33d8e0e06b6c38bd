import { z } from "zod";

const settingsSchema = z.object({
  DATABASE_URL: z.string().min(1),
  SCP_PUBLIC_URL: z.url().default("http://localhost:3000"),
  SCP_SESSION_SECRET: z.string().min(32),
});

export interface PortalSettings {
  databaseUrl: string;
  publicUrl: string;
  sessionSecret: string;
}

let parsed: PortalSettings | undefined;

/** What the portal needs of its environment; read at the first request, because a build has none. */
export function settings(): PortalSettings {
  if (!parsed) {
    const env = settingsSchema.parse(process.env);
    parsed = {
      databaseUrl: env.DATABASE_URL,
      publicUrl: env.SCP_PUBLIC_URL,
      sessionSecret: env.SCP_SESSION_SECRET,
    };
  }
  return parsed;
}
