import type { ComponentDefinition } from "@/lib/executive/component-thread";

/**
 * SMS_DMP_DOWNLOADER: checks the catalogue, downloads payload and redist files, and is the thread whose start
 * makes a changed mode effective (reference/role.md §4).
 */
export const dmpDownloader: ComponentDefinition = {
  name: "SMS_DMP_DOWNLOADER",
  logFile: "dmpdownloader.log",
  type: 0,
  runsOn: "service-connection-point",
  async run(thread) {
    while (!thread.signal.aborted) await thread.wait(["role", "updates"], 60_000);
  },
};
