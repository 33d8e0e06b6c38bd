import { z } from "zod";
import { isServerName } from "@/lib/connectivity/host-name";
import { actorName } from "@/lib/context";
import { publish } from "@/lib/db/events";
import { mailServer } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { sealForRoleHolder } from "@/lib/secrets/seal-for-role-holder";
import { defineCommand } from "@/lib/use-case";
import { MAIL_PASSWORD_PURPOSE } from "./model";
import { parseTargetAddress } from "./target-address";

/**
 * **Configure Email Notification** (reference/role.md §18). `password` null or empty: the one that is kept stays, as long as host,
 * port and user name do; it cannot be read again.
 */
export const setMailServer = defineCommand({
  name: "set-mail-server",
  action: "alerts.manage",
  input: z.object({
    host: z.string().max(255),
    port: z.int().min(1).max(65_535),
    security: z.enum(["tls", "starttls", "none"]),
    /** Sender address. */
    from: z.string().max(1_000),
    userName: z.string().max(255).nullable(),
    password: z.string().max(256).nullable(),
  }),
  async run({ db, clock, actor }, { password, ...entered }) {
    const host = entered.host.trim();
    if (!isServerName(host)) return fail("mail-host-malformed", { field: "host" });
    const from = parseTargetAddress("e-mail", entered.from);
    if (!from.ok) return fail(from.code, { field: "from" });
    const userName = entered.userName?.trim() || null;
    if (userName && entered.security === "none") return fail("mail-password-in-clear", { field: "security" });
    const [before] = await db.select().from(mailServer).for("update");
    const isSame = before?.host === host && before.port === entered.port && before.userName === userName;
    const sealed =
      userName && password ? await sealForRoleHolder(db, MAIL_PASSWORD_PURPOSE, password) : undefined;
    if (sealed === null) return fail("role-not-running");
    // Kept for another server, it would be told to whoever answers there.
    const kept = isSame && userName ? before.password : null;
    if (userName && !sealed && !kept) return fail("mail-password-missing", { field: "password" });
    const row = {
      host,
      port: entered.port,
      security: entered.security,
      from: from.value,
      userName,
      password: sealed?.sealed ?? kept,
      changedAt: clock.now(),
      changedBy: actorName(actor),
    };
    await db.insert(mailServer).values(row).onConflictDoUpdate({ target: mailServer.only, set: row });
    await publish(db, { topic: "notifications" });
    return ok({ address: `${host}:${entered.port}` });
  },
  audit: (_, { address }) => ({
    messageId: 60049,
    objectType: "mail-server",
    objectId: address,
    strings: [address, "changed"],
  }),
});
