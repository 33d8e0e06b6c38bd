import type { TargetFile } from "@tufjs/models";
import { MANIFEST_TARGET } from "../manifest";
import type { RepositoryState } from "./repository";

/** The targets that stay when a package leaves or is published anew; the manifest is always written anew. */
export function targetsOfOtherPackages(
  state: RepositoryState,
  packageGuid: string,
): Record<string, TargetFile> {
  const needed = new Set(
    state.manifest.updates
      .filter((update) => update.packageGuid !== packageGuid)
      .flatMap((update) => update.files.map((file) => file.target)),
  );
  return Object.fromEntries(
    Object.entries(state.targets.signed.targets).filter(
      ([target]) => target !== MANIFEST_TARGET && needed.has(target),
    ),
  );
}
