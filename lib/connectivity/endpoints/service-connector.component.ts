import { Minute, untilNext } from "@/lib/clock";
import type { ComponentDefinition } from "@/lib/executive/component-thread";
import { COMPONENT_LOG_FILES } from "@/lib/executive/model";
import { nextProbeAt } from "./probe-schedule";
import { runProbe } from "./run-probe";

/** How often it looks when nobody announces anything. */
const LOOK_INTERVAL = Minute.ms;

/**
 * SMS_SERVICE_CONNECTOR: tests by schedule whether what the connected services need on the internet can be reached from
 * the server that holds the role (reference/role.md §11, §12).
 */
export const serviceConnector: ComponentDefinition = {
  name: "SMS_SERVICE_CONNECTOR",
  logFile: COMPONENT_LOG_FILES.SMS_SERVICE_CONNECTOR,
  type: 1,
  runsOn: "service-connection-point",
  async run(thread) {
    const { db, clock, serverId, signal, component } = thread;
    let notBefore = clock.now();
    while (!signal.aborted) {
      const due = await nextProbeAt(db, serverId, clock.now());
      if (due && due <= clock.now() && notBefore <= clock.now()) {
        await runProbe(thread, { trigger: "schedule", requestedBy: component }, signal);
        // Whatever became of it, the internet is not asked without a pause.
        notBefore = new Date(clock.now().getTime() + LOOK_INTERVAL);
      }
      const following = await nextProbeAt(db, serverId, clock.now());
      const next = following && new Date(Math.max(following.getTime(), notBefore.getTime()));
      await thread.setNextScheduled(next);
      await thread.wait(["endpoints", "role", "azure-services"], untilNext(next, clock.now(), LOOK_INTERVAL));
    }
  },
};
