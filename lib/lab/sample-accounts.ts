import { readFile } from "node:fs/promises";
import path from "node:path";
import { sql } from "drizzle-orm";
import { z } from "zod";
import { hashPassword } from "@/lib/access/password";
import {
  SECURITY_ROLE_IDS,
  SECURITY_ROLES,
  SECURITY_SCOPES,
  type SecurityRoleId,
  type SecurityScopeId,
} from "@/lib/access/security-roles";
import type { Database } from "@/lib/db/connection";
import { userRoleAssignments, users } from "@/lib/db/schema";
import { writeFileAtomic } from "@/lib/updates/publish/atomic-file";
import { generatePassword } from "./generate-password";

interface SampleAccount {
  userName: string;
  displayName: string;
  roleId: SecurityRoleId;
  scopeId: SecurityScopeId;
}

const FULL_ADMINISTRATOR: SecurityRoleId = "SMS0001R";
const ALL: SecurityScopeId = "SMS00ALL";
const DEFAULT: SecurityScopeId = "SMS00UNA";

/** One account per built-in role, and a full administrator who lacks the scope All. */
const SAMPLE_ACCOUNTS: readonly SampleAccount[] = [
  ...SECURITY_ROLE_IDS.map((roleId) => ({
    userName: userNameOf(roleId),
    displayName: SECURITY_ROLES[roleId],
    roleId,
    scopeId: roleId === FULL_ADMINISTRATOR ? ALL : DEFAULT,
  })),
  {
    userName: `${userNameOf(FULL_ADMINISTRATOR)}.default`,
    displayName: `${SECURITY_ROLES[FULL_ADMINISTRATOR]} (${SECURITY_SCOPES[DEFAULT]})`,
    roleId: FULL_ADMINISTRATOR,
    scopeId: DEFAULT,
  },
];

const accountsFileSchema = z.array(
  z.object({ userName: z.string(), password: z.string(), role: z.string(), scope: z.string() }),
);

/** How the start, a person and the tests learn the passwords. */
export const accountsFile = (dataDir: string): string => path.join(dataDir, "lab-accounts.json");

/**
 * Makes the sample accounts that are missing and writes their passwords to `lab-accounts.json` (owner only). An
 * account keeps its password, its disabling and its scope, unless `commonPassword` is another one than before.
 * @param commonPassword one for all; without it each account gets a generated one
 */
export async function seedSampleAccounts(
  db: Database,
  dataDir: string,
  commonPassword: string | undefined,
): Promise<void> {
  const known = await readKnownPasswords(dataDir);
  const existing = new Set((await db.select({ name: users.userName }).from(users)).map(({ name }) => name));
  const accounts = SAMPLE_ACCOUNTS.map((account) => {
    const knownPassword = known.get(account.userName);
    const password = commonPassword ?? knownPassword ?? generatePassword();
    return { ...account, password, isNew: password !== knownPassword || !existing.has(account.userName) };
  });
  if (!accounts.some(({ isNew }) => isNew)) return;

  // The file first: passwords that were set and never written down would lock everybody out.
  await writeAccountsFile(dataDir, accounts);
  for (const account of accounts.filter(({ isNew }) => isNew)) await saveAccount(db, account);
}

async function saveAccount(db: Database, account: SampleAccount & { password: string }): Promise<void> {
  const { userName, displayName, roleId, scopeId } = account;
  const secret = { passwordHash: await hashPassword(account.password), passwordChangedAt: new Date() };
  await db.transaction(async (tx) => {
    const sameName = sql`lower(${users.userName}) = lower(${userName})`;
    const [existing] = await tx.update(users).set(secret).where(sameName).returning({ id: users.id });
    const [made] = existing
      ? []
      : await tx
          .insert(users)
          .values({ userName, displayName, ...secret })
          .returning({ id: users.id });
    const userId = (existing ?? made)?.id;
    if (!userId) throw new Error(`${userName} was neither found nor made`);
    await tx.insert(userRoleAssignments).values({ userId, roleId, scopeId }).onConflictDoNothing();
  });
}

async function readKnownPasswords(dataDir: string): Promise<Map<string, string>> {
  const text = await readFile(accountsFile(dataDir), "utf8").catch(() => "[]");
  const accounts = accountsFileSchema.parse(JSON.parse(text));
  return new Map(accounts.map(({ userName, password }) => [userName, password]));
}

async function writeAccountsFile(
  dataDir: string,
  accounts: readonly (SampleAccount & { password: string })[],
): Promise<void> {
  const entries = accounts.map(({ userName, password, roleId, scopeId }) => ({
    userName,
    password,
    role: SECURITY_ROLES[roleId],
    scope: SECURITY_SCOPES[scopeId],
  })) satisfies z.output<typeof accountsFileSchema>;
  await writeFileAtomic(accountsFile(dataDir), Buffer.from(`${JSON.stringify(entries, null, 2)}\n`), 0o600);
}

/** `Operating System Deployment Manager` → `operating.system.deployment.manager`. */
function userNameOf(roleId: SecurityRoleId): string {
  return SECURITY_ROLES[roleId]
    .toLowerCase()
    .replace(/[^a-z ]/g, "")
    .replaceAll(" ", ".");
}
