import type { UpdateCommands } from "@/components/updates/update-commands";
import {
  cancelDownloadAction,
  checkForUpdatesAction,
  downloadUpdateAction,
  pauseDownloadAction,
  resumeDownloadAction,
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
};
