import { asOwner } from "@/lib/executive/as-owner";
import { isCheckRunning, readCheck, requestCheck } from "@/lib/updates/check-record";
import { failed, notApplicable, passed, type RoleCheck } from "../model";

/** The new server asks the catalogue itself. */
export const catalogueCheck: RoleCheck = {
  id: "catalogue-check",
  topics: ["updates"],
  cure: "/updates",
  async begin({ isOffline, thread, change, begunAt }) {
    if (!isOffline) await asOwner(thread, (tx) => requestCheck(tx, begunAt, change.requestedBy));
  },
  async look({ isOffline, db, begunAt }) {
    if (isOffline) return notApplicable("role-offline");
    const check = await readCheck(db);
    if (!check?.finishedAt || check.finishedAt < begunAt || check.requestedAt || isCheckRunning(check))
      return null;
    return check.errorCode
      ? failed(check.errorCode, check.errorParams ?? {})
      : passed({ version: check.timestampVersion ?? 0 }, "catalogue-verified");
  },
};
