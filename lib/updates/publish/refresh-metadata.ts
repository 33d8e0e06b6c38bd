import type { Root } from "@tufjs/models";
import { PublishError } from "./failure";
import { loadSigner, type Signer } from "./keys";
import {
  type Publisher,
  publishRoot,
  publishSnapshot,
  publishTargets,
  publishTimestamp,
  trustedKeys,
  versionsOf,
} from "./publisher";
import { readRepository } from "./repository";
import { withRepositoryLock } from "./repository-lock";
import { isDueForRenewal, TUF_ROLES, type TufRole } from "./roles";

export interface RefreshOutcome {
  renewed: TufRole[];
  /** Less than half of their lifetime is left, but their keys are not in the key folder. */
  due: TufRole[];
}

/**
 * Signs the timestamp anew, and of the other roles those that have used up half of their lifetime. Root and
 * targets keys may be absent: what they alone can sign is reported as due.
 */
export function refreshMetadata(publisher: Publisher): Promise<RefreshOutcome> {
  return withRepositoryLock(publisher.repository, async () => {
    const state = await readRepository(publisher.repository);
    const root = state.root.signed;
    const offline = {
      root: await signerIfPresent(publisher.keys, "root", root),
      targets: await signerIfPresent(publisher.keys, "targets", root),
    };
    const online = {
      snapshot: [await loadSigner(publisher.keys, "snapshot", root)],
      timestamp: [await loadSigner(publisher.keys, "timestamp", root)],
    };
    const isDue = (role: TufRole): boolean =>
      isDueForRenewal(state[role].signed.expires, publisher.now, publisher.lifetimeDays[role]);

    const renewed: TufRole[] = [];
    if (isDue("root") && offline.root) {
      await publishRoot(publisher, [offline.root], root.version + 1, trustedKeys(root));
      renewed.push("root");
    }
    if (isDue("targets") && offline.targets) {
      const signers = { ...online, targets: [offline.targets] };
      await publishTargets(publisher, signers, versionsOf(state), state.targets.signed.targets);
      renewed.push("targets", "snapshot", "timestamp");
    } else if (isDue("snapshot")) {
      await publishSnapshot(publisher, online, versionsOf(state), state.targetsMeta);
      renewed.push("snapshot", "timestamp");
    } else {
      await publishTimestamp(publisher, online, versionsOf(state), state.timestamp.signed.snapshotMeta);
      renewed.push("timestamp");
    }
    return { renewed, due: TUF_ROLES.filter((role) => isDue(role) && !renewed.includes(role)) };
  });
}

async function signerIfPresent(folder: string, role: TufRole, root: Root): Promise<Signer | undefined> {
  try {
    return await loadSigner(folder, role, root);
  } catch (error) {
    if (error instanceof PublishError && error.code === "key-missing") return undefined;
    throw error;
  }
}
