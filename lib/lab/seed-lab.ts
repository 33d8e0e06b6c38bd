import type { Database } from "@/lib/db/connection";
import { wasMadeBySetup } from "@/lib/hierarchy/setup/is-set-up";
import { type LabCloudAddress, registerLabEnvironment } from "./lab-environment-row";
import { seedSampleAccounts } from "./sample-accounts";
import { seedSampleClients } from "./sample-clients";
import { seedSampleHierarchy } from "./sample-hierarchy";

export interface LabSeed {
  cloud: LabCloudAddress;
  dataDir: string;
  /** One password for all sample accounts; without it each gets its own. */
  password?: string;
  /** The cloud alone: the hierarchy and its administrator are made by Setup. */
  empty: boolean;
}

/** Brings the database to where the lab begins. Safe at every start: what is there already stays. */
export async function seedLab(db: Database, { cloud, dataDir, password, empty }: LabSeed): Promise<void> {
  await registerLabEnvironment(db, cloud);
  // A hierarchy somebody made himself gets no sample into it, however it is started later.
  if (empty || (await wasMadeBySetup(db))) return;
  await seedSampleHierarchy(db);
  await seedSampleClients(db, new Date());
  await seedSampleAccounts(db, dataDir, password);
}
