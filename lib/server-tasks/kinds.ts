import { checkBackupDestination } from "@/lib/backup/check-destination.task";
import { sealKeysForBackup } from "@/lib/backup/seal-keys.task";
import { verifyBackupTask } from "@/lib/backup/verify-backup.task";
import { probeEndpointsTask } from "@/lib/connectivity/endpoints/probe-endpoints.task";
import { testProxyTask } from "@/lib/connectivity/proxies/test-proxy.task";
import { handOverSecretsTask } from "@/lib/hierarchy/role-changes/hand-over/hand-over-secrets.task";
import { inspectRoleTask } from "@/lib/hierarchy/role-changes/verification/inspect-role.task";
import { fetchTestFileTask } from "@/lib/hierarchy/site-system-roles/installation-account/fetch-test-file.task";
import { testTransferTask } from "@/lib/hierarchy/site-system-roles/installation-account/test-transfer.task";
import { checkRequirementsTask } from "@/lib/hierarchy/site-system-roles/requirements/check-requirements.task";
import type { ServerTaskKind } from "./model";

/** Everything a server can be asked to do by itself; a new one is a file and a line here. */
export const SERVER_TASK_KINDS: readonly ServerTaskKind[] = [
  checkBackupDestination,
  checkRequirementsTask,
  probeEndpointsTask,
  handOverSecretsTask,
  inspectRoleTask,
  testTransferTask,
  fetchTestFileTask,
  sealKeysForBackup,
  testProxyTask,
  verifyBackupTask,
];
