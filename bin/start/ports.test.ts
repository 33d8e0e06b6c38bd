import { mkdtemp, rm } from "node:fs/promises";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { freePort } from "@/lib/db/embedded-postgres";
import { choosePortalPort, holdPort, innerPorts, isPortFree, listenAddresses } from "./ports";

const taken =
  (...ports: number[]) =>
  async (port: number) =>
    !ports.includes(port);

describe("the portal's port", () => {
  it("is 3000, or the next free one", async () => {
    expect(await choosePortalPort(undefined, taken())).toBe(3000);
    expect(await choosePortalPort(undefined, taken(3000, 3001))).toBe(3002);
  });

  it("is exactly the wanted one, or none", async () => {
    expect(await choosePortalPort(8080, taken(3000))).toBe(8080);
    expect(await choosePortalPort(8080, taken(8080))).toBeUndefined();
  });

  it("is not free when anybody listens on one of the addresses browsers try", async () => {
    const other = net.createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as net.AddressInfo;
    expect(await isPortFree(port, listenAddresses("localhost"))).toBe(false);
    await new Promise((resolve) => other.close(resolve));
    expect(await isPortFree(port, listenAddresses("localhost"))).toBe(true);
  });

  it("is held during a start, and says to come again", async () => {
    const port = await freePort();
    const release = await holdPort(port, ["127.0.0.1"]);
    expect(await isPortFree(port, ["127.0.0.1"])).toBe(false);
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "2"]);
    await release();
    expect(await isPortFree(port, ["127.0.0.1"])).toBe(true);
  });
});

describe("the inner ports", () => {
  it("stay the same over starts, unless somebody took one", async () => {
    const runDir = await mkdtemp(path.join(os.tmpdir(), "scp-ports-"));
    const first = await innerPorts(runDir);
    expect(await innerPorts(runDir)).toEqual(first);
    const release = await holdPort(first.labCloud, ["127.0.0.1"]);
    const next = await innerPorts(runDir);
    expect(next.postgres).toBe(first.postgres);
    expect(next.labCloud).not.toBe(first.labCloud);
    await release();
    await rm(runDir, { recursive: true });
  });
});
