import type { Database } from "@/lib/db/connection";
import { cloudEnvironments } from "@/lib/db/schema";

/** The clouds every hierarchy knows (reference/azure-services.md §8); none publishes a catalogue this product can read. */
const AZURE_ENVIRONMENTS = [
  { id: "AzurePublic", name: "Azure public cloud" },
  { id: "AzureUSGovernment", name: "Azure US Government cloud" },
  { id: "AzureChina", name: "Azure China cloud" },
] as const;

/** Adds the rows that are missing; what an administrator entered in the others stays. */
export async function seedAzureEnvironments(db: Database): Promise<void> {
  await db
    .insert(cloudEnvironments)
    .values([...AZURE_ENVIRONMENTS])
    .onConflictDoNothing();
}
