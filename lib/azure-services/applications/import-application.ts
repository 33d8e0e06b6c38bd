import { z } from "zod";
import { actorName } from "@/lib/context";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { duplicateOf, findDuplicate } from "./find-duplicates";
import { findVerification } from "./find-verification";
import { verificationFacts } from "./found";
import { VERIFY_APPLICATION } from "./orders";
import { ensureTenant, saveApplication } from "./save-application";

/** **OK** of *Import apps*: the web app that was verified belongs to the hierarchy, with its sealed secret. */
export const importApplication = defineCommand({
  name: "import-application",
  action: "azure-apps.manage",
  input: z.object({ verificationId: z.guid() }),
  async run(ctx, { verificationId }) {
    const found = await findVerification(ctx, VERIFY_APPLICATION, verificationId);
    if (!found.ok) return found;
    const { row, input } = found.value;
    const { sealedTo } = verificationFacts.parse(row.facts);
    if (!row.sealed || !row.finishedAt || !sealedTo) return fail("verification-not-found");
    const { environmentId } = row;
    const duplicate = await findDuplicate(ctx.db, { environmentId, ...input });
    if (duplicate) return duplicate;
    const made = { createdAt: ctx.clock.now(), createdBy: actorName(ctx.actor) };
    try {
      const tenant = await ensureTenant(ctx.db, {
        ...made,
        environmentId,
        tenantId: input.tenantId,
        name: input.tenantName,
      });
      const applicationId = await saveApplication(ctx.db, {
        tenant,
        operationId: row.id,
        application: {
          ...made,
          kind: "server",
          name: input.name,
          clientId: input.clientId,
          appIdUri: input.appIdUri,
          origin: "imported",
        },
        secret: {
          sealed: row.sealed,
          sealedTo,
          expiresAt: new Date(input.secretExpiresAt),
          createdAt: made.createdAt,
          provedAt: row.finishedAt,
        },
      });
      return ok({ applicationId, name: input.name, clientId: input.clientId });
    } catch (error) {
      const found = duplicateOf(error);
      if (!found) throw error;
      const params = { name: input.name, tenant: input.tenantName, uri: input.appIdUri };
      return fail(found.code, { field: found.field, params });
    }
  },
  audit: (_, { applicationId, name, clientId }) => ({
    messageId: 60021,
    objectType: "azure-application",
    objectId: applicationId,
    strings: [name, clientId, "imported"],
  }),
});
