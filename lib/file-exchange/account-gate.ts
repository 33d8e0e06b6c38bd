import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import { verifyPassword } from "@/lib/access/password";
import type { Database } from "@/lib/db/connection";
import { siteSystemInstallationAccounts } from "@/lib/db/schema";
import { readAuthorization } from "./account-header";

interface Account {
  userName: string;
  passwordHash: string;
}

/**
 * Whether who asks a site system for files shows its installation account. Without one that is set, the certificate of
 * who asks is enough (reference/role.md §5, §9).
 */
export class AccountGate {
  private account: Account | null = null;
  /** Digest of what was found right under the present password: argon2id once, not for every part of a file. */
  private accepted: string | null = null;

  constructor(
    private readonly db: Database,
    private readonly serverId: string,
  ) {}

  /** Reads the account again. */
  async refresh(): Promise<void> {
    const [account] = await this.db
      .select({
        userName: siteSystemInstallationAccounts.userName,
        passwordHash: siteSystemInstallationAccounts.passwordHash,
      })
      .from(siteSystemInstallationAccounts)
      .where(eq(siteSystemInstallationAccounts.serverId, this.serverId));
    if (account?.passwordHash !== this.account?.passwordHash) this.accepted = null;
    this.account = account ?? null;
  }

  /** @param authorization header as it came; null: none */
  async admits(authorization: string | null): Promise<boolean> {
    const { account } = this;
    if (!account) return true;
    if (authorization === null) return false;
    const digest = createHash("sha256").update(authorization).digest("hex");
    if (digest === this.accepted) return true;
    const shown = readAuthorization(authorization);
    const isRight =
      (await verifyPassword(account.passwordHash, shown?.password ?? "")) &&
      shown?.userName.toLowerCase() === account.userName.toLowerCase();
    if (isRight && this.account === account) this.accepted = digest;
    return isRight;
  }
}
