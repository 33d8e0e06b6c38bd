import type { UpdateCommands } from "@/components/updates/update-commands";
import {
  cancelDownloadAction,
  cancelServicingAction,
  checkForUpdatesAction,
  checkPrerequisitesAction,
  deleteUpdateContentAction,
  downloadUpdateAction,
  ignorePrerequisiteWarningsAction,
  installUpdateAction,
  pauseDownloadAction,
  resetUpdateAction,
  resumeDownloadAction,
  retryReplicationAction,
  retryServicingAction,
  retrySiteAction,
  validateContentAction,
} from "./actions";

/** What the pages of this folder hand to their components. */
export const updateCommands: UpdateCommands = {
  check: checkForUpdatesAction,
  package: {
    download: downloadUpdateAction,
    pause: pauseDownloadAction,
    resume: resumeDownloadAction,
    cancel: cancelDownloadAction,
  },
  servicing: {
    install: installUpdateAction,
    checkPrerequisites: checkPrerequisitesAction,
    ignoreWarnings: ignorePrerequisiteWarningsAction,
    retry: retryServicingAction,
    retryReplication: retryReplicationAction,
    validateContent: validateContentAction,
    cancel: cancelServicingAction,
    reset: resetUpdateAction,
    deleteContent: deleteUpdateContentAction,
    retrySite: retrySiteAction,
  },
};
