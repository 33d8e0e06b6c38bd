import { PublishError } from "./failure";
import { loadSigners } from "./keys";
import { type Publisher, publishCatalogue, versionsOf } from "./publisher";
import { readRepository } from "./repository";
import { withRepositoryLock } from "./repository-lock";
import { targetsOfOtherPackages } from "./targets-of-other-packages";

/**
 * Takes an update out of the catalogue. Its files stay until {@link prune}, for those who have not seen the new
 * catalogue yet.
 * @throws PublishError `package-missing`, `package-needed`
 */
export function removeUpdate(publisher: Publisher, packageGuid: string): Promise<void> {
  return withRepositoryLock(publisher.repository, async () => {
    const state = await readRepository(publisher.repository);
    const guid = packageGuid.toLowerCase();
    const updates = state.manifest.updates.filter((update) => update.packageGuid !== guid);
    if (updates.length === state.manifest.updates.length)
      throw new PublishError("package-missing", { packageGuid: guid });
    const dependent = updates.find((update) => update.prerequisitePackageGuid === guid);
    if (dependent) throw new PublishError("package-needed", { packageGuid: guid, name: dependent.name });

    const signers = await loadSigners(publisher.keys, state.root.signed);
    const manifest = { ...state.manifest, published: publisher.now.toISOString(), updates };
    const targets = targetsOfOtherPackages(state, guid);
    await publishCatalogue(publisher, signers, versionsOf(state), manifest, targets);
  });
}
