import { readFile } from "node:fs/promises";
import type { DatabaseAccess } from "./model";
import type { ServerLogin } from "./server-login";

/** Of the portal's own way to the database these are its secrets, or files of its machine. */
const NOT_FOR_OTHERS = ["sslcert", "sslkey", "sslpassword", "sslrootcert", "user", "password"];

/** How the portal itself reaches the database, and where others do. */
export interface DatabaseAddress {
  databaseUrl: string;
  /** `host` or `host:port`; left out: as the portal does. */
  address?: string;
}

/**
 * The database's address as another machine uses it, with a login of its own. What the portal asks of TLS is asked
 * there too.
 */
export async function databaseAccessFor(
  { databaseUrl, address }: DatabaseAddress,
  { login, password }: ServerLogin,
): Promise<DatabaseAccess> {
  const url = new URL(databaseUrl);
  const authorityFile = url.searchParams.get("sslrootcert");
  for (const name of NOT_FOR_OTHERS) url.searchParams.delete(name);
  // Without a port in it, that of the portal's own way stays.
  if (address) url.host = address;
  url.username = login;
  url.password = password;
  return {
    url: url.href,
    ...(authorityFile ? { authority: await readFile(authorityFile, "utf8") } : {}),
  };
}

/** `host:port` as the others will be told. */
export function addressForOthers({ databaseUrl, address }: DatabaseAddress): string {
  const url = new URL(databaseUrl);
  if (address) url.host = address;
  return `${url.hostname}:${url.port || "5432"}`;
}
