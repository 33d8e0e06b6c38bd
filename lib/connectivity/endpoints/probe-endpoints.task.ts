import { z } from "zod";
import { defineServerTask } from "@/lib/server-tasks/model";
import { runProbe } from "./run-probe";

/**
 * Lets a server test the internet endpoints from itself, through its own proxy: what is connected needs, or what is named.
 * The result is the summary of the run; its details are in `endpoint_probes`.
 */
export const probeEndpointsTask = defineServerTask({
  kind: "probe-endpoints",
  input: z.object({
    features: z.array(z.string()).optional(),
    endpoints: z.array(z.string()).optional(),
    trigger: z.enum(["schedule", "manual", "role-change"]),
    requestedBy: z.string(),
  }),
  run: runProbe,
});
