import { clockSkew } from "./checks/clock-skew";
import { databaseRights } from "./checks/database-rights";
import { diskSpace } from "./checks/disk-space";
import { installationAccount } from "./checks/installation-account";
import { pendingRestart } from "./checks/pending-restart";
import { proxy } from "./checks/proxy";
import { sealingKey } from "./checks/sealing-key";
import { version } from "./checks/version";
import { writeAccess } from "./checks/write-access";
import type { Requirement } from "./model";

/** Everything a server must be found to have before it gets the role; a new one is a file and a line here. */
export const REQUIREMENTS: readonly Requirement[] = [
  version,
  clockSkew,
  diskSpace,
  writeAccess,
  databaseRights,
  sealingKey,
  installationAccount,
  proxy,
  pendingRestart,
];
