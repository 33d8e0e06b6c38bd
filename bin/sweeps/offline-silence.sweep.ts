import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { ROOT } from "@/bin/start/install.mjs";
import type { SweepCheck } from "./model";

/** One way out of the namespace that leads nowhere, and whose packets are counted. */
const NETWORK = `
set -e
echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6
ip link set lo up
ip link add out0 type veth peer name out1
ip addr add 203.0.113.2/24 dev out0
ip link set out0 up
ip link set out1 up
ip route add default via 203.0.113.1
`;

async function inOwnNetwork(): Promise<void> {
  const script = `${NETWORK}exec "$0" --import tsx bin/sweeps/silence/in-own-network.ts`;
  const child = spawn("unshare", ["--net", "sh", "-c", script, process.execPath], {
    cwd: ROOT,
    stdio: "inherit",
    env: { ...process.env, PATH: `${process.env.PATH}${path.delimiter}/usr/sbin${path.delimiter}/sbin` },
  });
  const [code] = await once(child, "exit");
  assert.equal(code, 0, "packets left in offline mode, or the namespace could not be made");
}

export const name = "offline-silence";

export async function checks(): Promise<SweepCheck[]> {
  // Only where the machine lets us make a network namespace; the listener of `npm test` asks everywhere.
  if (spawnSync("unshare", ["--net", "true"]).status !== 0) {
    console.log("This machine allows no network namespace.");
    return [];
  }
  return [{ name: "offline, no packet leaves the machine's network", run: inOwnNetwork }];
}
