import { z } from "zod";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { type NamedSecret, readSealedSecrets } from "../role-changes/hand-over/sealed-secrets";
import { type MoveTarget, readMoveTargets } from "../role-changes/move-plan";
import { findRoleHolder, type RoleServer } from "../role-changes/order-role-change";
import { serverResponds } from "../role-changes/role-threads";
import { isFreeForSiteServer } from "./free-server";
import {
  checkPreconditions,
  findStandAlonePrimary,
  type Precondition,
  type StandAlonePrimary,
} from "./preconditions";

export interface ExpansionPlan {
  /** Null: this hierarchy cannot be expanded. */
  primary: StandAlonePrimary | null;
  holder: (RoleServer & { answers: boolean }) | null;
  preconditions: Precondition[];
  /** Servers of the primary site that may become the site server of the new one, or why not. */
  targets: (Omit<MoveTarget, "refusal"> & { refusal: MoveTarget["refusal"] | "server-not-free" })[];
  /** What is handed over while the holder answers, and must be renewed when it does not. */
  secrets: NamedSecret[];
}

/** Whether and how the stand-alone primary site can join a central administration site (reference/role.md §8.3). */
export const getExpansionPlan = defineQuery({
  name: "get-expansion-plan",
  action: "role.manage",
  input: z.object({}),
  async run({ db }) {
    const holder = await findRoleHolder(db);
    const targets: ExpansionPlan["targets"] = [];
    for (const target of await readMoveTargets(db, holder?.id ?? null)) {
      const isFree = await isFreeForSiteServer(db, target.id);
      targets.push(isFree ? target : { ...target, refusal: "server-not-free" });
    }
    const secrets = await readSealedSecrets(db);
    return ok({
      primary: await findStandAlonePrimary(db),
      holder: holder && { ...holder, answers: await serverResponds({ db }, holder.id) },
      preconditions: await checkPreconditions(db),
      targets,
      secrets: secrets.map(({ sort, name }) => ({ sort, name })),
    } satisfies ExpansionPlan);
  },
});
