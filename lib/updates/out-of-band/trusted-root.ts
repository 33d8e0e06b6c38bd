import { Metadata, MetadataKind, type Root } from "@tufjs/models";
import { eq } from "drizzle-orm";
import type { Database } from "@/lib/db/connection";
import { cloudEnvironments, serviceConnectionPoint } from "@/lib/db/schema";
import { trustedMetadataFolder } from "../catalogue/read-catalogue";
import { newestTrustedRoot } from "../catalogue/trusted-metadata";
import { HotfixError } from "./failure";

/**
 * The root this hierarchy trusts: the newest that a check of the catalogue verified, else the one its environment
 * began with. Opens no connection, so that it is the same in either mode.
 * @throws HotfixError `hotfix-root-missing`, `hotfix-root-expired` (TUF 1.0 §5.3.10)
 */
export async function readTrustedRoot(db: Database, installDir: string, now: Date): Promise<Metadata<Root>> {
  const [environment] = await db
    .select({ id: cloudEnvironments.id, root: cloudEnvironments.catalogueTrustedRoot })
    .from(serviceConnectionPoint)
    .innerJoin(cloudEnvironments, eq(cloudEnvironments.id, serviceConnectionPoint.environmentId));
  if (!environment?.root) throw new HotfixError("hotfix-root-missing", {});
  const first = Buffer.from(JSON.stringify(environment.root));
  const newest = await newestTrustedRoot(trustedMetadataFolder(installDir, environment.id), first);
  const root = Metadata.fromJSON(MetadataKind.Root, JSON.parse((newest ?? first).toString("utf8")));
  if (root.signed.isExpired(now))
    throw new HotfixError("hotfix-root-expired", { expires: root.signed.expires });
  return root;
}
