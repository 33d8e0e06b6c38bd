import { desc, inArray } from "drizzle-orm";
import { usageDataUploads } from "@/lib/db/schema";
import { OPEN_UPLOAD_STATES } from "@/lib/usage-data/upload/upload-states";
import { failed, notApplicable, passed, type RoleCheck } from "../model";

/** What waited to be sent has arrived. Nothing is collected for the sake of this check. */
export const usageDataUpload: RoleCheck = {
  id: "usage-data-upload",
  topics: ["usage-data"],
  cure: "/usage-data",
  async look({ isOffline, db, begunAt }) {
    if (isOffline) return notApplicable("role-offline");
    const [open] = await db
      .select({ code: usageDataUploads.errorCode, params: usageDataUploads.errorParams })
      .from(usageDataUploads)
      .where(inArray(usageDataUploads.state, [...OPEN_UPLOAD_STATES]))
      .limit(1);
    if (open) return open.code ? failed(open.code, open.params ?? {}) : null;
    const [last] = await db
      .select({ at: usageDataUploads.finishedAt })
      .from(usageDataUploads)
      .orderBy(desc(usageDataUploads.finishedAt))
      .limit(1);
    return last?.at && last.at >= begunAt ? passed({}, "usage-data-sent") : notApplicable("nothing-to-send");
  },
};
