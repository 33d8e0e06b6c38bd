import type { BackupManifest } from "./manifest";

/** Settings that a recovered machine needs again. What is secret is named, and never written down. */
const SETTINGS = {
  SCP_PUBLIC_URL: "plain",
  SCP_HOST: "plain",
  PORT: "plain",
  SCP_TRUSTED_PROXIES: "plain",
  SCP_ENTRA_ISSUER: "plain",
  SCP_ENTRA_CLIENT_ID: "plain",
  SCP_ENTRA_ROLE_MAP: "plain",
  SCP_ENTRA_CLIENT_SECRET: "secret",
  SCP_SESSION_SECRET: "secret",
  SCP_TRANSFER_FOLDERS: "plain",
  SCP_SENDER_HOST: "plain",
  SCP_SENDER_PORT: "plain",
  SCP_SENDER_ADVERTISED_HOST: "plain",
} as const satisfies Record<string, "plain" | "secret">;

type Setting = keyof typeof SETTINGS;

/** What of the environment of this process a backup keeps. */
export function backedUpConfiguration(
  env: Readonly<Record<string, string | undefined>>,
): BackupManifest["configuration"] {
  const given = (Object.keys(SETTINGS) as Setting[]).filter((name) => env[name]);
  return {
    variables: Object.fromEntries(
      given.filter((name) => SETTINGS[name] === "plain").map((name) => [name, env[name] ?? ""]),
    ),
    secret: given.filter((name) => SETTINGS[name] === "secret"),
  };
}
