import { z } from "zod";
import { actorName } from "@/lib/context";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { duplicateOf } from "./find-duplicates";
import { findVerification } from "./find-verification";
import { lockApplication } from "./lock-application";
import { VERIFY_CLIENT_APPLICATION } from "./orders";
import { saveApplication } from "./save-application";

/** **OK** of *Import apps* for a native app: it belongs to the tenant of the web app it was verified for. */
export const importClientApplication = defineCommand({
  name: "import-client-application",
  action: "azure-apps.manage",
  input: z.object({ verificationId: z.guid() }),
  async run(ctx, { verificationId }) {
    const found = await findVerification(ctx, VERIFY_CLIENT_APPLICATION, verificationId);
    if (!found.ok) return found;
    const { serverApplicationId, name, clientId } = found.value.input;
    const server = await lockApplication(ctx.db, serverApplicationId);
    if (!server) return fail("application-not-found");
    const made = { createdAt: ctx.clock.now(), createdBy: actorName(ctx.actor) };
    try {
      const applicationId = await saveApplication(ctx.db, {
        tenant: server.tenant.id,
        operationId: verificationId,
        application: { ...made, kind: "client", name, clientId, origin: "imported" },
        secret: null,
      });
      return ok({ applicationId, name, clientId });
    } catch (error) {
      const duplicate = duplicateOf(error);
      if (!duplicate) throw error;
      return fail(duplicate.code, {
        field: duplicate.field,
        params: { name, tenant: server.tenant.name, uri: "" },
      });
    }
  },
  audit: (_, { applicationId, name, clientId }) => ({
    messageId: 60021,
    objectType: "azure-application",
    objectId: applicationId,
    strings: [name, clientId, "imported"],
  }),
});
