import { eq } from "drizzle-orm";
import { siteSystemInstallationAccounts } from "@/lib/db/schema";
import { unseal } from "@/lib/secrets/seal";
import { loadServerKey } from "@/lib/secrets/server-key";
import { authorizationOf } from "./account-header";
import type { ExchangeThread } from "./endpoints";
import { FileExchangeError } from "./exchange-error";

/** What the password is sealed for, so that it opens in no other place. */
export const accountPurpose = (serverId: string): string => `site system installation account of ${serverId}`;

/** What a server shows to another one beside its own certificate. */
export interface PresentedAccount {
  userName: string;
  /** Of the request's header. */
  authorization: string;
}

/**
 * The installation account this server presents to fetch files from another one.
 * @returns null when none is set there: the certificate alone counts
 * @throws FileExchangeError `installation-account-unreadable` when it was sealed to another site server
 */
export async function presentedAccount(
  { db, installDir }: ExchangeThread,
  serverId: string,
  server: string,
): Promise<PresentedAccount | null> {
  const [account] = await db
    .select({
      userName: siteSystemInstallationAccounts.userName,
      sealed: siteSystemInstallationAccounts.sealed,
    })
    .from(siteSystemInstallationAccounts)
    .where(eq(siteSystemInstallationAccounts.serverId, serverId));
  if (!account) return null;
  const { privateKey } = await loadServerKey(installDir);
  const password = await unseal(privateKey, accountPurpose(serverId), account.sealed);
  if (password === null)
    throw new FileExchangeError("installation-account-unreadable", { server, account: account.userName });
  return { userName: account.userName, authorization: authorizationOf(account.userName, password) };
}
