import path from "node:path";
import type { Manifest } from "../manifest";
import { PublishError } from "./failure";
import { createKeys } from "./keys";
import { type Publisher, publishCatalogue, publishRoot } from "./publisher";
import { newestRootVersion } from "./repository";
import { withRepositoryLock } from "./repository-lock";

/**
 * Makes new keys and an empty catalogue signed with them. Clients are given `metadata/1.root.json` as their
 * trusted root, by a way they trust.
 * @throws PublishError `repository-exists`, `keys-served`, `keys-exist`
 */
export function createRepository(publisher: Publisher): Promise<void> {
  return withRepositoryLock(publisher.repository, async () => {
    if ((await newestRootVersion(publisher.repository)) > 0)
      throw new PublishError("repository-exists", { folder: publisher.repository });
    if (isBelow(publisher.repository, publisher.keys))
      throw new PublishError("keys-served", { folder: publisher.keys });
    const signers = await createKeys(publisher.keys);
    await publishRoot(publisher, [signers.root], 1, {
      root: signers.root.key,
      targets: signers.targets.key,
      snapshot: signers.snapshot.key,
      timestamp: signers.timestamp.key,
    });
    const empty: Manifest = { schemaVersion: 1, published: publisher.now.toISOString(), updates: [] };
    const versions = { targets: 0, snapshot: 0, timestamp: 0 };
    await publishCatalogue(
      publisher,
      { targets: [signers.targets], snapshot: [signers.snapshot], timestamp: [signers.timestamp] },
      versions,
      empty,
      {},
    );
  });
}

const isBelow = (folder: string, other: string): boolean => {
  const relative = path.relative(folder, other);
  return !relative.startsWith("..") && !path.isAbsolute(relative);
};
