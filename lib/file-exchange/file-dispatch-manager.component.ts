import { Hour } from "@/lib/clock";
import type { ComponentDefinition } from "@/lib/executive/component-thread";
import { COMPONENT_LOG_FILES } from "@/lib/executive/model";

/** SMS_MP_FILE_DISPATCH_MANAGER: gives the payloads of a remote service connection point to its site server. */
export const fileDispatchManager: ComponentDefinition = {
  name: "SMS_MP_FILE_DISPATCH_MANAGER",
  logFile: COMPONENT_LOG_FILES.SMS_MP_FILE_DISPATCH_MANAGER,
  type: 0,
  runsOn: "service-connection-point",
  async run(thread) {
    while (!thread.signal.aborted) await thread.wait([], Hour.ms);
  },
};
