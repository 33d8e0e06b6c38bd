import { and, eq, ne, sql } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/lib/db/connection";
import { userRoleAssignments, users } from "@/lib/db/schema";
import { fail, ok, type Result } from "@/lib/result";
import { assignmentsOf, type EntraRoleMap } from "./entra-roles";
import { auditSignIn, type SignInCtx } from "./sign-in-audit";

/** The claims of a verified ID token that matter here. */
const claimsSchema = z.object({
  /** Identifies the user for good; `sub` does it for providers other than Entra ID. */
  oid: z.string().min(1).optional(),
  sub: z.string().min(1),
  preferred_username: z.string().min(1).max(256).optional(),
  name: z.string().max(256).optional(),
  /** App roles assigned to the user or to one of the user's groups. */
  roles: z.array(z.string()).default([]),
});

export type EntraSignInCode =
  | "entra-claims-invalid"
  | "entra-no-role"
  | "entra-name-taken"
  | "entra-account-disabled";

/**
 * Lets in a user whom Entra ID has identified. The app roles of the token decide anew at each sign-in what the
 * user may do here; without one that is mapped there is no way in.
 */
export async function signInWithEntra(
  ctx: SignInCtx,
  input: { claims: unknown; roleMap: EntraRoleMap; source: string },
): Promise<Result<{ userId: string }, EntraSignInCode>> {
  const parsed = claimsSchema.safeParse(input.claims);
  if (!parsed.success) return fail("entra-claims-invalid");
  const claims = parsed.data;
  const objectId = claims.oid ?? claims.sub;
  const userName = claims.preferred_username ?? objectId;
  const assignments = assignmentsOf(claims.roles, input.roleMap);

  return ctx.db.transaction(async (tx): Promise<Result<{ userId: string }, EntraSignInCode>> => {
    const [known] = await tx.select().from(users).where(eq(users.entraObjectId, objectId)).for("update");
    const refuse = async (code: EntraSignInCode) => {
      await auditSignIn({ ...ctx, db: tx }, known ?? null, {
        source: input.source,
        action: "sign-in",
        allowed: false,
      });
      return fail(code);
    };
    if (known?.disabledAt) return refuse("entra-account-disabled");
    // Rights taken away in Entra ID are gone here too, even if the sign-in is refused for it.
    if (known) await tx.delete(userRoleAssignments).where(eq(userRoleAssignments.userId, known.id));
    if (assignments.length === 0) return refuse("entra-no-role");
    if (await isNameTaken(tx, userName, objectId)) return refuse("entra-name-taken");

    const profile = { userName, displayName: claims.name ?? userName };
    const [account] = await tx
      .insert(users)
      .values({ ...profile, source: "entra-id", entraObjectId: objectId })
      .onConflictDoUpdate({ target: users.entraObjectId, set: profile })
      .returning({ id: users.id });
    if (!account) throw new Error("The Entra ID user was not stored");
    await tx.insert(userRoleAssignments).values(assignments.map((a) => ({ ...a, userId: account.id })));
    return ok({ userId: account.id });
  });
}

/** A local account of the same name stays its owner's: the two are never merged by name. */
async function isNameTaken(db: Pick<Database, "select">, userName: string, objectId: string) {
  const rows = await db
    .select({ id: users.id })
    .from(users)
    .where(
      and(
        eq(sql`lower(${users.userName})`, userName.toLowerCase()),
        ne(sql`coalesce(${users.entraObjectId}, '')`, objectId),
      ),
    );
  return rows.length > 0;
}
