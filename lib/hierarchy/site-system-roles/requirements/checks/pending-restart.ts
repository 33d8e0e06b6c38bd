import { access } from "node:fs/promises";
import { failed, passed, type Requirement, unknown } from "../model";

/** What Debian and its relatives leave when an upgrade needs a restart. */
const RESTART_REQUIRED = "/run/reboot-required";
/** Only where this is there does the absence of the other say anything. */
const DEBIAN = "/etc/debian_version";

export const pendingRestart: Requirement = {
  id: "pending-restart",
  severity: "warning",
  async run() {
    if (await exists(RESTART_REQUIRED)) return failed({ file: RESTART_REQUIRED });
    return (await exists(DEBIAN)) ? passed() : unknown({ platform: process.platform });
  },
};

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );
