import { and, desc, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { offlineImports, offlineRequests, offlineTransferPackages } from "@/lib/db/schema";
import { ok } from "@/lib/result";
import type { ErrorDetail } from "@/lib/updates/model";
import { defineQuery } from "@/lib/use-case";
import { readError } from "./import-rows";
import { OPEN_STATES } from "./import-states";

/** A package in a transfer folder of the server that holds the role. */
export interface TransferPackage {
  /** What `register-offline-import` takes. */
  path: string;
  folder: string;
  fileName: string;
  /** 0: it is one file. */
  volumes: number;
  bytes: number;
  modifiedAt: Date;
  packedAt: Date | null;
  /**
   * `for-us`: answers a request of this hierarchy; `answered`: that was imported; `foreign`: for another hierarchy;
   * `request`: on its way out; `unreadable`: why, says `error`.
   */
  standing: "for-us" | "answered" | "foreign" | "request" | "unreadable";
  error: ErrorDetail | null;
  /** The import of it that is under way. */
  importId: string | null;
}

/** What lies in the transfer folders, newest first, as the server saw it last. */
export const listTransferPackages = defineQuery({
  name: "list-transfer-packages",
  action: "offline.import",
  input: z.object({}),
  async run({ db }) {
    const rows = await db
      .select({
        found: offlineTransferPackages,
        importId: offlineImports.importId,
        ours: offlineRequests.requestId,
        answeredAt: offlineRequests.answeredAt,
      })
      .from(offlineTransferPackages)
      .leftJoin(offlineRequests, eq(offlineRequests.requestId, offlineTransferPackages.requestId))
      .leftJoin(
        offlineImports,
        and(
          eq(offlineImports.path, offlineTransferPackages.path),
          inArray(offlineImports.state, [...OPEN_STATES]),
        ),
      )
      .orderBy(desc(offlineTransferPackages.modifiedAt));
    return ok(
      rows.map(({ found, importId, ours, answeredAt }) => {
        const { path, folder, fileName, volumes, bytes, modifiedAt, packedAt, kind } = found;
        const standing =
          kind !== "answer" ? kind : ours === null ? "foreign" : answeredAt ? "answered" : "for-us";
        const known = { path, folder, fileName, volumes, bytes, modifiedAt, packedAt };
        return { ...known, standing, error: readError(found), importId } satisfies TransferPackage;
      }),
    );
  },
});
