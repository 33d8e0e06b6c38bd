import { z } from "zod";
import type { ProbedLayer } from "@/lib/db/schema";
import { fail, ok, type Result } from "@/lib/result";
import { defineServerTask } from "@/lib/server-tasks/model";
import { readEndpointNeeds } from "../endpoints/endpoint-needs";
import { whyNotProbed } from "../endpoints/probe-admission";
import { probeEndpoint } from "../endpoints/probe-endpoint";
import { proxyOfServer } from "../proxy-of-server";

/** What a test of the proxy found, layer by layer. */
export interface ProxyTest {
  proxy: string;
  /** What was asked for through it. */
  endpoint: string;
  layers: ProbedLayer[];
}

type Refusal = "proxy-not-used" | "role-offline" | "no-endpoint-to-test";

/** *Test the proxy*: asks for one address through it, from the server itself. */
export const testProxyTask = defineServerTask({
  kind: "test-proxy",
  input: z.object({}),
  async run(thread, _input, signal): Promise<Result<ProxyTest, Refusal>> {
    const refusal = await whyNotProbed(thread.db);
    if (refusal) return fail(refusal);
    const proxy = await proxyOfServer(thread);
    if (!proxy) return fail("proxy-not-used");
    const { targets } = await readEndpointNeeds(thread.db);
    const target = targets.find(({ needed }) => needed) ?? targets[0];
    if (!target) return fail("no-endpoint-to-test");
    const { endpoint, certificateAuthorities } = target;
    const way = { proxy, certificateAuthorities, knowsAuthority: true, isKnownHost: () => true };
    const layers = await probeEndpoint(endpoint, way, signal);
    signal.throwIfAborted();
    return ok({ proxy: `${proxy.host}:${proxy.port}`, endpoint, layers });
  },
});
