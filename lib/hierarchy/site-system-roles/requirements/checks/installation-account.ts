import { eq } from "drizzle-orm";
import { siteSystemInstallationAccounts } from "@/lib/db/schema";
import { failed, passed, type Requirement } from "../model";

/** Without one the site server's own certificate alone is enough; one that is set must have been seen to work. */
export const installationAccount: Requirement = {
  id: "installation-account",
  severity: "warning",
  async run({ db, serverId }) {
    const [account] = await db
      .select({
        userName: siteSystemInstallationAccounts.userName,
        testCode: siteSystemInstallationAccounts.testCode,
      })
      .from(siteSystemInstallationAccounts)
      .where(eq(siteSystemInstallationAccounts.serverId, serverId));
    if (!account) return passed({ userName: "none" });
    const { userName, testCode } = account;
    return testCode === "ok" ? passed({ userName }) : failed({ userName, code: testCode ?? "" });
  },
};
