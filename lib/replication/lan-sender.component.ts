import { Hour } from "@/lib/clock";
import type { ComponentDefinition } from "@/lib/executive/component-thread";
import { COMPONENT_LOG_FILES } from "@/lib/executive/model";

/** SMS_LAN_SENDER: gives the content of send requests to child sites. */
export const lanSender: ComponentDefinition = {
  name: "SMS_LAN_SENDER",
  logFile: COMPONENT_LOG_FILES.SMS_LAN_SENDER,
  type: 0,
  runsOn: "site-server",
  async run(thread) {
    while (!thread.signal.aborted) await thread.wait([], Hour.ms);
  },
};
