import { Second } from "@/lib/clock";
import type { ComponentDefinition } from "@/lib/executive/component-thread";
import { COMPONENT_LOG_FILES } from "@/lib/executive/model";
import { runFileServer } from "@/lib/file-exchange/run-file-server";
import { SenderDesk } from "./sender-desk";

/**
 * SMS_LAN_SENDER: gives the content of send requests to child sites (reference/updates.md §4.1 step 7). The child's
 * server fetches it; the sender decides whether, when and how fast.
 */
export const lanSender: ComponentDefinition = {
  name: "SMS_LAN_SENDER",
  logFile: COMPONENT_LOG_FILES.SMS_LAN_SENDER,
  type: 0,
  runsOn: "site-server",
  async run(thread) {
    const desk = new SenderDesk(thread);
    await runFileServer(thread, {
      judge: (certificate, file) => desk.judge(certificate, file),
      refresh: () => desk.refresh(),
      topics: ["replication", "sites"],
      refreshMs: 30 * Second.ms,
    });
  },
};
