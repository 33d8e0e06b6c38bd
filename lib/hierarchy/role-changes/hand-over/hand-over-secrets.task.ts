import { eq } from "drizzle-orm";
import type { z } from "zod";
import type { Database } from "@/lib/db/connection";
import { roleChangeSecrets, roleChanges, sealingKeys } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { fail, ok } from "@/lib/result";
import { type SealingKey, seal, unseal } from "@/lib/secrets/seal";
import { loadServerKey } from "@/lib/secrets/server-key";
import { defineServerTask } from "@/lib/server-tasks/model";
import type { RoleChangeRow } from "../model";
import { HAND_OVER_SECRETS, type handedOver } from "./hand-over-secrets.order";
import { type NamedSecret, readSealedSecrets, type SealedSecret, sourceOf } from "./sealed-secrets";

type Outcome = z.infer<typeof handedOver>;

/**
 * The old server opens what is sealed to it and seals it to the server that is to get the role. It lies beside until
 * the role changes hands; in clear it is in the memory of this one process, for that moment. A secret that it cannot
 * open itself any more stops nothing: it is named, and renewed afterwards.
 */
export const handOverSecretsTask = defineServerTask({
  ...HAND_OVER_SECRETS,
  async run(thread, { changeId }) {
    const change = await readHandOver(thread.db, changeId);
    if (change?.fromServerId !== thread.serverId) return fail("hand-over-not-asked-for");
    const receiver = await readKey(thread.db, change.toServerId);
    if (!receiver) return fail("sealing-key-unknown", { params: { server: change.toServer ?? "" } });
    const key = await loadServerKey(thread.installDir);
    const outcome: Outcome = { handedOver: [], renewalRequired: [] };
    const rows: (typeof roleChangeSecrets.$inferInsert)[] = [];
    for (const secret of await readSealedSecrets(thread.db)) {
      const sealed = await reseal(key, receiver, secret);
      tell(thread, secret, change, sealed !== null);
      outcome[sealed ? "handedOver" : "renewalRequired"].push({ sort: secret.sort, name: secret.name });
      if (!sealed) continue;
      const { sort, id } = secret;
      rows.push({
        roleChangeId: changeId,
        secret: `${sort}:${id}`,
        sealed,
        sealedTo: receiver.fingerprint,
        source: sourceOf(secret.sealed),
      });
    }
    const isWanted = await asOwner(thread, async (tx) => {
      if (!(await readHandOver(tx, changeId))) return false;
      await tx.delete(roleChangeSecrets).where(eq(roleChangeSecrets.roleChangeId, changeId));
      if (rows.length > 0) await tx.insert(roleChangeSecrets).values(rows);
      return true;
    });
    return isWanted ? ok(outcome) : fail("hand-over-not-asked-for");
  },
});

/** Only while a change of the role is at that very step: nobody else's wish makes a server seal its secrets anew. */
async function readHandOver(db: Database, changeId: string): Promise<RoleChangeRow | null> {
  const [change] = await db.select().from(roleChanges).where(eq(roleChanges.id, changeId)).for("share");
  const step = change?.steps.find(({ state }) => state === "running");
  return change?.state === "running" && step?.id === "hand-over" ? change : null;
}

async function readKey(db: Database, serverId: string | null) {
  if (!serverId) return null;
  const [row] = await db.select().from(sealingKeys).where(eq(sealingKeys.serverId, serverId));
  return row ? { publicKey: Buffer.from(row.publicKey, "base64url"), fingerprint: row.fingerprint } : null;
}

async function reseal(
  { privateKey }: SealingKey,
  { publicKey }: { publicKey: Buffer },
  { purpose, sealed }: SealedSecret,
): Promise<Buffer | null> {
  const secret = await unseal(privateKey, purpose, sealed);
  return secret === null ? null : seal(publicKey, purpose, secret);
}

function tell({ log }: ThreadContext, { sort, name }: NamedSecret, { toServer }: RoleChangeRow, ok: boolean) {
  if (ok) log.info(`The ${sort} of ${name} is sealed to ${toServer}`);
  else log.warning(`The ${sort} of ${name} cannot be opened here; it must be renewed on ${toServer}`);
}
