import { eq } from "drizzle-orm";
import { z } from "zod";
import { proxyAddressOf } from "@/lib/connectivity/proxy-of-server";
import type { Database } from "@/lib/db/connection";
import { sealingKeys } from "@/lib/db/schema";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import type { Dependent, DependentId } from "./dependents/model";
import { readDependents } from "./dependents/read-dependents";
import { type NamedSecret, readSealedSecrets } from "./hand-over/sealed-secrets";
import { findMoveRefusals, type MoveRefusal, type MoveTarget, readMoveTargets } from "./move-plan";
import { findRoleHolder, type RoleServer } from "./order-role-change";
import { serverResponds } from "./role-threads";

/** Everything an administrator is to know before the role moves. */
export interface MovePlan {
  holder: (RoleServer & { answers: boolean; keyFingerprint: string | null; proxy: string | null }) | null;
  refusals: MoveRefusal[];
  targets: MoveTarget[];
  /** The chosen one, with what only it needs; null while none is chosen. */
  target: (MoveTarget & { proxy: string | null }) | null;
  dependents: Dependent<DependentId>[];
  /** What is handed over while the holder answers, and must be renewed when it does not. */
  secrets: NamedSecret[];
}

/** *Before you move*: what depends on the role, and what becomes of it (reference/role.md §8.2). */
export const getMovePlan = defineQuery({
  name: "get-move-plan",
  action: "role.manage",
  /** One that cannot get the role, e.g. because it has it by now, is no target. */
  input: z.object({ toServerId: z.guid().nullable() }),
  async run({ db, clock }, { toServerId }) {
    const holder = await findRoleHolder(db);
    const targets = await readMoveTargets(db, holder?.id ?? null);
    const target = targets.find(({ id }) => id === toServerId);
    const secrets = await readSealedSecrets(db);
    return ok({
      holder: holder && {
        ...holder,
        answers: await serverResponds({ db }, holder.id),
        keyFingerprint: await fingerprintOf(db, holder.id),
        proxy: await proxyNameOf(db, holder.id),
      },
      refusals: await findMoveRefusals(db, holder),
      targets,
      target: target ? { ...target, proxy: await proxyNameOf(db, target.id) } : null,
      dependents: await readDependents({ db, now: clock.now() }),
      secrets: secrets.map(({ sort, name }) => ({ sort, name })),
    } satisfies MovePlan);
  },
});

async function fingerprintOf(db: Database, serverId: string): Promise<string | null> {
  const [key] = await db
    .select({ fingerprint: sealingKeys.fingerprint })
    .from(sealingKeys)
    .where(eq(sealingKeys.serverId, serverId));
  return key?.fingerprint ?? null;
}

async function proxyNameOf(db: Database, serverId: string): Promise<string | null> {
  const proxy = await proxyAddressOf(db, serverId);
  return proxy && `${proxy.host}:${proxy.port}`;
}
