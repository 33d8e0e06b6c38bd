import { eq } from "drizzle-orm";
import { z } from "zod";
import { azureTenants } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { readTenants } from "./tenant-rows";

export const getTenant = defineQuery({
  name: "get-tenant",
  action: "azure-services.view",
  input: z.object({ tenant: z.guid() }),
  async run({ db, clock }, { tenant }) {
    const [row] = await readTenants(db, clock, eq(azureTenants.id, tenant));
    return row ? ok(row) : fail("tenant-unknown");
  },
});
