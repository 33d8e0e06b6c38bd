import { rm } from "node:fs/promises";
import path from "node:path";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { logGuid } from "../state-messages";
import { namesIn } from "./file-switch";
import { stagingRoot } from "./folders";
import { readSiteControl } from "./site-control";
import type { SiteWork } from "./site-work";

/**
 * Removes staging folders that nobody needs: of packages that are installed at this site and everywhere else, with
 * everything that follows an installation here, and of those that have no part in this site any more.
 */
export async function removeStaging(thread: ThreadContext, works: readonly SiteWork[]): Promise<void> {
  const needed = new Set(
    works
      .filter(({ state, packageState }) => state !== "INSTALL_SUCCESS" || packageState !== "INSTALL_SUCCESS")
      .map(({ packageGuid }) => packageGuid),
  );
  for (const packageGuid of await namesIn(stagingRoot(thread.installDir))) {
    if (needed.has(packageGuid) || (await readSiteControl(thread.installDir, packageGuid))) continue;
    await rm(path.join(stagingRoot(thread.installDir), packageGuid), { recursive: true, force: true });
    thread.log.info(`Deleted the staging folder of update package ${logGuid(packageGuid)}`);
  }
}
