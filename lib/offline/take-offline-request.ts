import { eq } from "drizzle-orm";
import { z } from "zod";
import { offlineRequests } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";

/** `UsageData-2020-04-20-1f0c9b52.zip`; the product calls it UsageData.cab. */
export const requestFileName = ({ requestId, preparedAt }: { requestId: string; preparedAt: Date }): string =>
  `UsageData-${preparedAt.toISOString().slice(0, 10)}-${requestId.slice(0, 8)}.zip`;

/** The prepared transfer package, to be carried to a computer with internet access. What is taken along is audited. */
export const takeOfflineRequest = defineCommand({
  name: "take-offline-request",
  action: "offline.prepare",
  input: z.object({ requestId: z.guid() }),
  async run({ db }, { requestId }) {
    const [request] = await db
      .select({
        state: offlineRequests.state,
        preparedAt: offlineRequests.preparedAt,
        body: offlineRequests.body,
        sha256: offlineRequests.sha256,
      })
      .from(offlineRequests)
      .where(eq(offlineRequests.requestId, requestId));
    if (!request) return fail("offline-request-not-found");
    const { preparedAt, body, sha256 } = request;
    if (request.state !== "prepared" || !preparedAt || !body || !sha256)
      return fail("offline-request-not-ready");
    return ok({ fileName: requestFileName({ requestId, preparedAt }), body, sha256 });
  },
  audit: ({ requestId }, { fileName, sha256 }) => ({
    messageId: 60018,
    objectType: "offline-request",
    objectId: requestId,
    strings: [fileName, sha256, "1"],
  }),
});
