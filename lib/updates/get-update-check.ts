import { z } from "zod";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { isCheckRunning, readCheck } from "./check-record";
import type { UpdateCheckStatus } from "./model";
import { toErrorDetail } from "./update-rows";

/** When the catalogue was checked, when it will be, and how that went. */
export const getUpdateCheck = defineQuery({
  name: "get-update-check",
  action: "updates.view",
  input: z.object({}).optional(),
  async run({ db }) {
    const row = await readCheck(db);
    const versions = row && [row.rootVersion, row.timestampVersion, row.snapshotVersion, row.targetsVersion];
    const [root, timestamp, snapshot, targets] = versions ?? [];
    return ok({
      requestedAt: row?.requestedAt ?? null,
      startedAt: row?.startedAt ?? null,
      finishedAt: row?.finishedAt ?? null,
      succeededAt: row?.succeededAt ?? null,
      nextCheckAt: row?.nextCheckAt ?? null,
      running: isCheckRunning(row),
      error: toErrorDetail(row?.errorCode ?? null, row?.errorParams ?? null),
      metadataVersions:
        root && timestamp && snapshot && targets ? { root, timestamp, snapshot, targets } : null,
    } satisfies UpdateCheckStatus);
  },
});
