import { and, eq, isNull } from "drizzle-orm";
import { writeAudit } from "@/lib/access/audit";
import { clearAttempts, countAttempt } from "@/lib/access/lockout";
import type { SignInCtx } from "@/lib/access/sign-in-audit";
import type { Database } from "@/lib/db/connection";
import { publish } from "@/lib/db/events";
import { fileExchangeEndpoints, sealingKeys, serverEnrolments, siteSystemServers } from "@/lib/db/schema";
import { fenceOff } from "@/lib/executive/server-lease";
import { PRODUCT_VERSION } from "@/lib/product-version";
import { fail, type Result } from "@/lib/result";
import { fingerprintOf, seal } from "@/lib/secrets/seal";
import { type DatabaseAddress, databaseAccessFor } from "./database-access";
import { hashJoinSecret } from "./join-token";
import { type JoinRequest, joinRequestSchema, sealPurpose } from "./model";
import { createServerLogin, removeEndedLogins } from "./server-login";

/** Failed attempts are counted under a name that no account can have. */
const ATTEMPTS = " server enrolment";

export type EnrolServerCode =
  | "join-refused"
  | "sign-in-locked"
  | "version-differs"
  | "database-makes-no-logins";

/**
 * A server joins with its one-time token: its keys are known from now on, and it gets a login at the database that acts
 * for it alone, sealed to its key. Whoever hosted it until now is fenced off. A token that is unknown, used, cancelled
 * or expired, or another server's, is one and the same answer.
 */
export async function enrolServer(
  ctx: SignInCtx,
  input: unknown,
  { source, database }: { source: string; database: DatabaseAddress },
): Promise<Result<{ sealed: string }, EnrolServerCode>> {
  const parsed = joinRequestSchema.safeParse(input);
  if (!parsed.success) return fail("join-refused");
  const attempt = { userName: ATTEMPTS, source };
  const counted = await countAttempt(ctx, attempt);
  if (!counted.ok) return counted;
  const joined = await ctx.db.transaction((tx) =>
    join({ ...ctx, db: tx as unknown as Database }, parsed.data, database),
  );
  // What the server sent is right, only the time is not: it may try again.
  if (joined.ok || joined.code !== "join-refused") await clearAttempts(ctx.db, attempt);
  if (joined.ok) await removeEndedLogins(ctx.db);
  return joined;
}

async function join(
  ctx: SignInCtx,
  request: JoinRequest,
  database: DatabaseAddress,
): Promise<Result<{ sealed: string }, EnrolServerCode>> {
  const { db, clock, correlationId } = ctx;
  const [found] = await db
    .select({ enrolment: serverEnrolments, server: siteSystemServers })
    .from(serverEnrolments)
    .innerJoin(siteSystemServers, eq(siteSystemServers.id, serverEnrolments.serverId))
    .where(
      and(
        eq(serverEnrolments.tokenHash, hashJoinSecret(request.secret)),
        isNull(serverEnrolments.joinedAt),
        isNull(serverEnrolments.endedAt),
      ),
    )
    .for("update");
  if (!found || found.enrolment.expiresAt <= clock.now()) return fail("join-refused");
  const { server, enrolment } = found;
  if (server.fqdn.toLowerCase() !== request.fqdn.toLowerCase()) return fail("join-refused");
  if (request.version !== PRODUCT_VERSION)
    return fail("version-differs", { params: { own: request.version, portal: PRODUCT_VERSION } });

  const login = await createServerLogin(db);
  if (!login.ok) return login;
  const key = Buffer.from(request.sealingKey, "base64url");
  await db
    .update(serverEnrolments)
    .set({
      joinedAt: clock.now(),
      hostName: request.hostName,
      version: request.version,
      login: login.value.login,
      keyFingerprint: fingerprintOf(key),
    })
    .where(eq(serverEnrolments.id, enrolment.id));
  await learnKeys(ctx, server.id, request);
  await fenceOff(db, server.id);
  await writeAudit(
    {
      db,
      clock,
      correlationId,
      actor: { kind: "component", component: "SMS_EXECUTIVE", server: server.fqdn },
    },
    {
      messageId: 60055,
      action: "role.manage",
      objectType: "site-system-server",
      objectId: server.id,
      strings: [server.fqdn, server.siteCode, "joined"],
    },
  );
  await publish(db, { topic: "sites", key: server.id });
  const access = JSON.stringify(await databaseAccessFor(database, login.value));
  const sealed = await seal(key, sealPurpose(server.fqdn), access);
  return { ok: true, value: { sealed: sealed.toString("base64url") } };
}

async function learnKeys({ db, clock }: SignInCtx, serverId: string, request: JoinRequest): Promise<void> {
  const key = {
    publicKey: request.sealingKey,
    fingerprint: fingerprintOf(Buffer.from(request.sealingKey, "base64url")),
  };
  const known = { certificate: request.certificate, url: null, updatedAt: clock.now() };
  await db
    .insert(sealingKeys)
    .values({ serverId, ...key, createdAt: clock.now() })
    .onConflictDoUpdate({ target: sealingKeys.serverId, set: key });
  await db
    .insert(fileExchangeEndpoints)
    .values({ serverId, ...known })
    .onConflictDoUpdate({ target: fileExchangeEndpoints.serverId, set: known });
}
