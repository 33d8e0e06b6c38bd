import { z } from "zod";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { readTenants } from "./tenant-rows";

/** *Azure Active Directory Tenants*, in the order of their names. */
export const listTenants = defineQuery({
  name: "list-tenants",
  action: "azure-services.view",
  input: z.object({}),
  run: async ({ db, clock }) => ok(await readTenants(db, clock)),
});
