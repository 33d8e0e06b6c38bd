import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "@/lib/clock";
import {
  azureApplicationSecrets,
  fileExchangeEndpoints,
  roleChangeChecks,
  roleChangeSecrets,
  roleChanges,
  serverTasks,
  serviceConnectionPoint,
  siteSystemRoles,
} from "@/lib/db/schema";
import { COMPONENT_LOG_FILES } from "@/lib/executive/model";
import { holdRole, readHolderToken } from "@/lib/executive/role-holding";
import { testDatabase } from "@/lib/testing/database";
import { testCtx, userActor } from "@/lib/testing/factories";
import { moveRole } from "../site-system-roles/move-role";
import { getMovePlan } from "./get-move-plan";
import { MOVE_ROLE } from "./move-role.order";
import { ROLE_COMPONENTS } from "./role-threads";
import { CLIENT_SECRET, MAIL_PASSWORD, type MoveLab, SIGNATURE, startMoveLab } from "./testing/move-lab";
import { undoRoleChange } from "./undo-role-change";
import { checkAgain } from "./verification/check-again";

const { db } = await testDatabase();
const ctx = testCtx(db, { clock: systemClock });
const ALL = [CLIENT_SECRET, MAIL_PASSWORD, SIGNATURE];
const NONE = [null, null, null];

let lab: MoveLab;
beforeEach(async () => {
  lab = await startMoveLab(db);
  await expect.poll(() => lab.roleThreads(lab.scp01.id)).toHaveLength(ROLE_COMPONENTS.length);
});
afterEach(() => lab.close());

const move = (input: { oldHolder?: "alive" | "unreachable"; confirmation?: string; to?: string } = {}) =>
  moveRole(ctx, {
    reason: "high-availability",
    toServerId: input.to ?? lab.scp02.id,
    oldHolder: input.oldHolder ?? "alive",
    confirmation: input.confirmation ?? "SCP01.contoso.com",
  });
const undo = async () => undoRoleChange(ctx, { changeId: (await lab.change())?.id });

describe("with the old server alive", () => {
  it("the role changes hands, every secret goes along, and the new server proves it", async () => {
    const before = await readHolderToken(db, lab.scp01.id);
    expect(await move()).toMatchObject({ ok: true });
    await lab.work();
    expect(await lab.change()).toMatchObject({
      state: "complete",
      fromServer: "scp01.contoso.com",
      toServer: "scp02.contoso.com",
      facts: { holderSilent: false, renewalRequired: [], fetchedAnew: [] },
    });
    expect(await lab.holder()).toBe("scp02.contoso.com");
    expect(await lab.openedBy(lab.scp02)).toEqual(ALL);
    expect(await lab.openedBy(lab.scp01)).toEqual(NONE);
    expect(await readHolderToken(db, lab.scp02.id)).toBeGreaterThan(before ?? 0);
    expect(await db.transaction((tx) => holdRole(tx as never, lab.scp01.id, before ?? 0))).toBe(false);
    expect(await db.select().from(roleChangeSecrets)).toEqual([]);
    expect(await lab.roleThreads(lab.scp01.id)).toEqual([]);
    const checks = await db.select().from(roleChangeChecks);
    expect(checks.filter(({ state }) => state === "failed")).toMatchObject([{ check: "logs" }]);
    expect(checks.find(({ check }) => check.startsWith("secret-key:"))).toMatchObject({
      state: "passed",
      code: "secret-opened",
      params: { application: "App", tenant: "Contoso" },
    });
    expect(checks.every(({ startedAt, finishedAt }) => startedAt && finishedAt)).toBe(true);
  });

  it("no secret is in clear anywhere on its way", async () => {
    await move();
    await lab.work();
    const kept = JSON.stringify([
      await db.select().from(roleChanges),
      await db.select().from(serverTasks),
      await db.select().from(roleChangeChecks),
      lab.lines,
    ]);
    for (const secret of ALL) expect(kept).not.toContain(secret);
  });

  it("the old server offers no files any more, and a secret entered meanwhile is not overwritten", async () => {
    await move();
    let isEntered = false;
    await lab.work(async () => {
      if (isEntered || (await lab.stateOf("switch")) !== "running") return;
      isEntered = true;
      await db.update(azureApplicationSecrets).set({ sealed: Buffer.from("another") });
    });
    expect((await db.select().from(azureApplicationSecrets))[0]?.sealed?.toString()).toBe("another");
    const endpoint = eq(fileExchangeEndpoints.serverId, lab.scp01.id);
    expect((await db.select().from(fileExchangeEndpoints).where(endpoint))[0]?.url).toBeNull();
  });

  it("a secret that cannot be opened stops nothing: it is named", async () => {
    await db.update(azureApplicationSecrets).set({ sealed: Buffer.from([1, ...Buffer.alloc(80)]) });
    await move();
    await lab.work();
    expect(await lab.change()).toMatchObject({
      state: "complete",
      facts: { renewalRequired: [{ sort: "application-secret", name: "App (Contoso)" }] },
    });
    expect((await lab.openedBy(lab.scp02)).slice(1)).toEqual(ALL.slice(1));
  });
});

describe("with the old server dead", () => {
  it("moves all the same; what was sealed to it stays so, and is to be renewed", async () => {
    await lab.scp01.kill();
    expect(await move({ oldHolder: "alive" })).toMatchObject({ code: "holder-state-changed" });
    expect(await move({ oldHolder: "unreachable" })).toMatchObject({ ok: true });
    await lab.work();
    expect(await lab.change()).toMatchObject({
      state: "complete",
      facts: {
        holderSilent: true,
        handedOver: [],
        renewalRequired: [
          { sort: "application-secret", name: "App (Contoso)" },
          { sort: "mail-password", name: "mail.contoso.com" },
          { sort: "webhook-signature", name: "https://hook.contoso.com/" },
        ],
      },
    });
    expect((await lab.change())?.facts).toHaveProperty("leaseEndedAt");
    expect(await lab.holder()).toBe("scp02.contoso.com");
    expect(await lab.openedBy(lab.scp01)).toEqual(ALL);
    const checks = await db.select().from(roleChangeChecks);
    expect(checks.filter(({ state }) => state === "failed").map(({ code }) => code)).toEqual(
      expect.arrayContaining(["secret-renewal-required", "notification-secrets-lost"]),
    );
  });

  it("a holder that comes back after all hands its secrets over", async () => {
    await lab.scp01.kill();
    await move({ oldHolder: "unreachable" });
    await lab.scp01.start();
    await lab.work();
    expect(await lab.openedBy(lab.scp02)).toEqual(ALL);
  });
});

describe("killed or undone", () => {
  it.each(MOVE_ROLE.steps)("SMS_SITE_COMPONENT_MANAGER killed in step %s goes on with it", async (step) => {
    await move();
    let killed = false;
    await lab.work(async () => {
      if (killed || (await lab.stateOf(step)) !== "running") return;
      killed = true;
      lab.killManager();
      throw new Error("killed");
    });
    expect(killed).toBe(true);
    expect(await lab.change()).toMatchObject({ state: "running" });
    await lab.work();
    expect(await lab.change()).toMatchObject({ state: "complete" });
    expect(await lab.openedBy(lab.scp02)).toEqual(ALL);
    expect(await db.select().from(serviceConnectionPoint)).toHaveLength(1);
  });

  it.each(["check-server", "stop-threads", "hand-over", "switch"])(
    "undone in step %s the old server goes on as before",
    async (step) => {
      await move();
      let undone = false;
      await lab.work(async () => {
        if (undone || (await lab.stateOf(step)) !== "running") return;
        undone = true;
        expect(await undo()).toMatchObject({ ok: true });
      });
      expect(await lab.change()).toMatchObject({ state: "failed" });
      expect(await lab.holder()).toBe("scp01.contoso.com");
      expect(await lab.openedBy(lab.scp01)).toEqual(ALL);
      expect(await db.select().from(roleChangeSecrets)).toEqual([]);
      await expect
        .poll(async () => (await lab.roleThreads(lab.scp01.id)).every(({ state }) => state === "running"))
        .toBe(true);
    },
  );

  it("beyond the point of no return undoing only ends it", async () => {
    await move();
    await lab.work(async () => {
      if ((await lab.stateOf("start-threads")) === "running") await undo();
    });
    expect(await lab.change()).toMatchObject({ state: "failed" });
    expect(await lab.holder()).toBe("scp02.contoso.com");
  });

  it("the old server that dies in its middle is waited for, not given up", async () => {
    await move();
    let life: "alive" | "dead" | "back" = "alive";
    await lab.work(async () => {
      if (life === "alive" && (await lab.stateOf("stop-threads")) === "running") {
        life = "dead";
        await lab.scp01.kill();
      } else if (life === "dead" && (await lab.stateOf("stop-threads")) === "done") {
        life = "back";
        await lab.scp01.start();
      }
    });
    expect(life).toBe("back");
    expect(await lab.change()).toMatchObject({ state: "complete", facts: { renewalRequired: [] } });
    expect(await lab.openedBy(lab.scp02)).toEqual(ALL);
  });

  it("to a server that does not answer is refused before anything is stopped", async () => {
    await lab.scp02.kill();
    expect(await move()).toMatchObject({ code: "server-not-reachable" });
  });
});

describe("the checklist", () => {
  const stateOf = async (check: string) =>
    (await db.select().from(roleChangeChecks).where(eq(roleChangeChecks.check, check)))[0];

  it("is checked again by the server that holds the role, one point or all", async () => {
    await move();
    await lab.work();
    const changeId = (await lab.change())?.id;
    const logs = path.join(lab.scp02.installDir, "Logs");
    await mkdir(logs, { recursive: true });
    for (const component of ROLE_COMPONENTS)
      await writeFile(path.join(logs, COMPONENT_LOG_FILES[component]), "a line");
    expect(await checkAgain(ctx, { changeId, check: "logs" })).toEqual({ ok: true, value: { checks: 1 } });
    expect(await stateOf("logs")).toMatchObject({ state: "waiting" });
    await lab.verify();
    expect(await stateOf("logs")).toMatchObject({ state: "passed", code: "logs-written" });
    expect(await checkAgain(ctx, { changeId, check: null })).toMatchObject({ ok: true });
    await lab.verify();
    expect(await db.select().from(roleChangeChecks).where(eq(roleChangeChecks.state, "failed"))).toEqual([]);
  });

  it("is not checked again once the role is elsewhere", async () => {
    await move();
    await lab.work();
    const changeId = (await lab.change())?.id;
    await db
      .update(siteSystemRoles)
      .set({ serverId: lab.scp01.id })
      .where(eq(siteSystemRoles.serverId, lab.scp02.id));
    expect(await checkAgain(ctx, { changeId, check: null })).toMatchObject({ code: "role-not-on-server" });
  });
});

describe("the plan", () => {
  it("says who may get the role, whether the holder answers, and what is handed over", async () => {
    const plan = await getMovePlan(ctx, { toServerId: lab.scp02.id });
    expect(plan).toMatchObject({
      value: {
        holder: { fqdn: "scp01.contoso.com", answers: true },
        refusals: [],
        targets: [
          { fqdn: "cas01.contoso.com", refusal: null },
          { fqdn: "scp02.contoso.com", refusal: null },
        ],
        target: { fqdn: "scp02.contoso.com", proxy: null },
        secrets: [
          { sort: "application-secret", name: "App (Contoso)" },
          { sort: "mail-password" },
          { sort: "webhook-signature" },
        ],
      },
    });
    await move();
    expect(await getMovePlan(ctx, { toServerId: null })).toMatchObject({
      value: { refusals: [{ code: "role-change-open" }], target: null },
    });
  });

  it("is refused with another name typed, for the holder itself, and to who may not", async () => {
    expect(await move({ confirmation: "scp02.contoso.com" })).toMatchObject({ code: "confirmation-wrong" });
    expect(await move({ to: lab.scp01.id })).toMatchObject({ code: "server-not-found" });
    const operator = testCtx(db, { actor: userActor("SMS000ER") });
    expect(await getMovePlan(operator, { toServerId: null })).toMatchObject({ code: "forbidden" });
  });
});
