import { z } from "zod";
import { type EntraRoleMap, entraRoleMapSchema } from "@/lib/access/entra-roles";

const jsonText = z.string().transform((text, ctx) => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    ctx.addIssue({ code: "custom", message: "is not JSON" });
    return z.NEVER;
  }
});

const settingsSchema = z.object({
  DATABASE_URL: z.string().min(1),
  SCP_PUBLIC_URL: z.url().default("http://localhost:3000"),
  SCP_SESSION_SECRET: z.string().min(32),
  SCP_ENTRA_ISSUER: z.url().optional(),
  SCP_ENTRA_CLIENT_ID: z.string().min(1).optional(),
  SCP_ENTRA_CLIENT_SECRET: z.string().min(1).optional(),
  SCP_ENTRA_ROLE_MAP: jsonText.pipe(entraRoleMapSchema).default({}),
});

export interface PortalSettings {
  databaseUrl: string;
  publicUrl: string;
  sessionSecret: string;
  /** Present when sign-in with Entra ID is configured. */
  entra?: { issuer: string; clientId: string; clientSecret: string; roleMap: EntraRoleMap };
}

let parsed: PortalSettings | undefined;

/** What the portal needs of its environment; read at the first request, because a build has none. */
export function settings(): PortalSettings {
  parsed ??= readSettings(process.env);
  return parsed;
}

function readSettings(environment: NodeJS.ProcessEnv): PortalSettings {
  const env = settingsSchema.parse(environment);
  const { SCP_ENTRA_ISSUER: issuer, SCP_ENTRA_CLIENT_ID: clientId } = env;
  const clientSecret = env.SCP_ENTRA_CLIENT_SECRET;
  return {
    databaseUrl: env.DATABASE_URL,
    publicUrl: env.SCP_PUBLIC_URL,
    sessionSecret: env.SCP_SESSION_SECRET,
    ...(issuer && clientId && clientSecret
      ? { entra: { issuer, clientId, clientSecret, roleMap: env.SCP_ENTRA_ROLE_MAP } }
      : {}),
  };
}
