import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { FileExchangeError, type FileExchangeErrorCode } from "@/lib/file-exchange/exchange-error";
import { changeDistribution, type DistributionKey, publishReplication } from "./distribution";

const SOURCE_IS_DAMAGED: ReadonlySet<FileExchangeErrorCode> = new Set([
  "peer-content-damaged",
  "peer-file-missing",
]);

/** Whether a transfer failed because of what the other site has stored. */
export const isSourceDamaged = (error: unknown): boolean =>
  error instanceof FileExchangeError && SOURCE_IS_DAMAGED.has(error.code);

/**
 * Has SMS_DISTRIBUTION_MANAGER of a site look at the content that was found damaged there: it repairs what it finds,
 * and the next attempt of whoever needs it succeeds.
 */
export async function accuseSite(
  thread: Pick<ThreadContext, "db" | "ownsServer" | "clock">,
  { packageId, version, packageGuid }: Omit<DistributionKey, "siteCode"> & { packageGuid: string },
  siteCode: string,
): Promise<void> {
  await asOwner(thread, async (tx) => {
    const at = thread.clock.now();
    const asked = { validationRequestedAt: at, updatedAt: at };
    await changeDistribution(tx, { packageId, version, siteCode }, ["stored"], asked);
    await publishReplication(tx, packageGuid);
  });
}
