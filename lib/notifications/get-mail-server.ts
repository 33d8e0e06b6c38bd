import { z } from "zod";
import { mailServer } from "@/lib/db/schema";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";

/** The company's mail server, without its password; null when none is set up. */
export const getMailServer = defineQuery({
  name: "get-mail-server",
  action: "alerts.view",
  input: z.object({}),
  async run({ db }) {
    const [row] = await db.select().from(mailServer);
    if (!row) return ok(null);
    const { host, port, security, from, userName, password, changedAt, changedBy } = row;
    return ok({ host, port, security, from, userName, hasPassword: password !== null, changedAt, changedBy });
  },
});
