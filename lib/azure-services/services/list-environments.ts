import { z } from "zod";
import { cloudEnvironments } from "@/lib/db/schema";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";

/** A cloud as the wizard offers it. */
export interface AzureEnvironmentChoice {
  id: string;
  name: string;
  cloud: "public" | "private";
  /** Its row says where Azure is. */
  hasAzure: boolean;
  signInMethods: ("device-code" | "redirect")[];
  portalUrl: string | null;
}

/** The **Azure environment** list; which services exist in it is a matter of `SERVICE_RULES`. */
export const listEnvironments = defineQuery({
  name: "list-environments",
  action: "azure-services.view",
  input: z.object({}),
  async run({ db }) {
    const rows = await db.select().from(cloudEnvironments).orderBy(cloudEnvironments.name);
    return ok(
      rows.map((row): AzureEnvironmentChoice => {
        const signsIn = row.loginUrl !== null && row.signInClientId !== null;
        return {
          id: row.id,
          name: row.name,
          cloud: row.cloud,
          hasAzure: row.loginUrl !== null,
          signInMethods: signsIn
            ? ["device-code", ...(row.signInRedirects ? (["redirect"] as const) : [])]
            : [],
          portalUrl: row.portalUrl,
        };
      }),
    );
  },
});
