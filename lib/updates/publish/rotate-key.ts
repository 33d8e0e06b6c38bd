import { adoptNextKey, loadSigner, loadSigners, prepareNextKey } from "./keys";
import { type Publisher, publishRoot, publishTargets, trustedKeys, versionsOf } from "./publisher";
import { readRepository } from "./repository";
import { withRepositoryLock } from "./repository-lock";
import type { TufRole } from "./roles";

/**
 * Replaces the key of a role: a new root, signed by the old one, tells the clients. The catalogue is signed
 * with both keys before, so that it verifies under the old root and the new at every moment.
 * @returns version of the new root
 */
export function rotateKey(publisher: Publisher, role: TufRole): Promise<number> {
  return withRepositoryLock(publisher.repository, async () => {
    const state = await readRepository(publisher.repository);
    const root = state.root.signed;
    const rootSigner = await loadSigner(publisher.keys, "root", root);
    const current = await loadSigner(publisher.keys, role, root);
    let next = await prepareNextKey(publisher.keys, role);
    if (next.key.keyID === current.key.keyID) {
      // An earlier rotation was killed after its root was published.
      await adoptNextKey(publisher.keys, role);
      next = await prepareNextKey(publisher.keys, role);
    }

    if (role !== "root") {
      const signers = { ...(await loadSigners(publisher.keys, root)), [role]: [current, next] };
      await publishTargets(publisher, signers, versionsOf(state), state.targets.signed.targets);
    }
    const rootSigners = role === "root" ? [rootSigner, next] : [rootSigner];
    const trusted = { ...trustedKeys(root), [role]: next.key };
    await publishRoot(publisher, rootSigners, root.version + 1, trusted);
    await adoptNextKey(publisher.keys, role);
    return root.version + 1;
  });
}
