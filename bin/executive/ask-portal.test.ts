import { mkdtemp } from "node:fs/promises";
import https from "node:https";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { serverIdentity } from "@/lib/file-exchange/identity";
import { findPortalPin } from "@/lib/hierarchy/enrolment/portal-pin";
import { askPortal } from "./ask-portal";

// As a portal behind a certificate that no known authority vouches for.
const folder = await mkdtemp(path.join(os.tmpdir(), "scp-portal-"));
const { certificate, privateKey } = await serverIdentity(folder, "localhost", new Date());
const portal = https.createServer({ cert: certificate, key: privateKey }, (request, response) => {
  response.end(JSON.stringify({ asked: request.url }));
});
await new Promise<void>((resolve) => portal.listen(0, "127.0.0.1", resolve));
afterAll(() => portal.close());
const url = `https://127.0.0.1:${(portal.address() as AddressInfo).port}`;
const secret = "s".repeat(43);

it("knows the portal by the certificate that its token names", async () => {
  const pin = await findPortalPin(url);
  expect(pin).toMatch(/^[0-9a-f]{64}$/);
  expect(await askPortal({ portal: url, secret, pin }, "/api", {})).toEqual({ asked: "/api" });
});

it("sends nothing to whoever shows another one, or one that nobody vouches for", async () => {
  const pin = "0".repeat(64);
  await expect(askPortal({ portal: url, secret, pin }, "/api", {})).rejects.toThrow(
    "does not show the certificate",
  );
  await expect(askPortal({ portal: url, secret }, "/api", {})).rejects.toThrow("cannot be asked");
});

it("does not send a token readable over a network", async () => {
  await expect(askPortal({ portal: "http://192.0.2.1", secret }, "/api", {})).rejects.toThrow("is not https");
});
