import { asc, isNotNull } from "drizzle-orm";
import { z } from "zod";
import type { Database } from "@/lib/db/connection";
import { cloudEnvironments } from "@/lib/db/schema";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import type { SetupEnvironment } from "./model";

/** What Setup lets choose from. */
export interface SetupOptions {
  environments: SetupEnvironment[];
}

export const getSetupOptions = defineQuery({
  name: "get-setup-options",
  action: "setup.run",
  input: z.object({}),
  run: async ({ db }) => ok<SetupOptions>({ environments: await readSetupEnvironments(db) }),
});

/** The clouds by name; those that publish a catalogue first. */
export async function readSetupEnvironments(db: Database): Promise<SetupEnvironment[]> {
  const rows = await db
    .select({
      id: cloudEnvironments.id,
      name: cloudEnvironments.name,
      publishes: isNotNull(cloudEnvironments.catalogueMetadataUrl),
    })
    .from(cloudEnvironments)
    .orderBy(asc(cloudEnvironments.name));
  return rows
    .map(({ id, name, publishes }) => ({ id, name, publishesCatalogue: publishes === true }))
    .sort((a, b) => Number(b.publishesCatalogue) - Number(a.publishesCatalogue));
}
