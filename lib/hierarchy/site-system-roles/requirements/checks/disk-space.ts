import { mkdir, statfs } from "node:fs/promises";
import { readHierarchySettings } from "@/lib/hierarchy/hierarchy-settings";
import { failed, passed, type Requirement } from "../model";

/**
 * Of the drive with the installation folder. The product chooses the emptiest drive by itself and is kept off one by a
 * file `no_sms_on_drive.sms` (reference/role.md §7.2); here the folder is named when the executive is started, so that
 * there is no choice to be kept from.
 */
export const diskSpace: Requirement = {
  id: "disk-space",
  severity: "error",
  async run({ db, installDir }) {
    const { requiredFreeBytes } = await readHierarchySettings(db);
    await mkdir(installDir, { recursive: true });
    const volume = await statfs(installDir);
    const freeBytes = volume.bavail * volume.bsize;
    const params = { freeBytes, requiredBytes: requiredFreeBytes, folder: installDir };
    return freeBytes < requiredFreeBytes ? failed(params) : passed(params);
  },
};
