import { z } from "zod";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { readServices } from "./service-rows";

/** *Azure Services* with how each connection is, worst first. */
export const listServices = defineQuery({
  name: "list-services",
  action: "azure-services.view",
  input: z.object({}),
  run: async ({ db, clock }) => ok(await readServices(db, clock)),
});
