import { azureService } from "./checks/azure-service";
import { catalogueCheck } from "./checks/catalogue-check";
import { endpoints } from "./checks/endpoints";
import { fileTransfer } from "./checks/file-transfer";
import { logs } from "./checks/logs";
import { notifications } from "./checks/notifications";
import { preReleaseConsent } from "./checks/pre-release-consent";
import { roleThreads } from "./checks/role-threads";
import { secretKey } from "./checks/secret-key";
import { usageDataUpload } from "./checks/usage-data-upload";
import type { RoleCheck } from "./model";

/** The checklist in the order it is shown; a new point is a file, a line here and its id in `model.ts`. */
export const ROLE_CHECKS: readonly RoleCheck[] = [
  roleThreads,
  catalogueCheck,
  usageDataUpload,
  secretKey,
  azureService,
  endpoints,
  fileTransfer,
  notifications,
  logs,
  preReleaseConsent,
];
