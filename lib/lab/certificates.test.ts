import { X509Certificate } from "node:crypto";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { labCertificate } from "./certificates";

const DAY_MS = 24 * 60 * 60 * 1000;
const now = new Date("2026-01-01T00:00:00Z");
const later = (days: number) => new Date(now.getTime() + days * DAY_MS);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "scp-lab-ca-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it("names the loopback and is signed by the lab's authority", async () => {
  const { certificate, authority } = await labCertificate(folder, now);
  const server = new X509Certificate(certificate);
  expect(server.subjectAltName).toBe("DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1");
  expect(server.verify(new X509Certificate(authority).publicKey)).toBe(true);
  expect(new X509Certificate(authority).ca).toBe(true);
});

it("is the same at the next start", async () => {
  expect(await labCertificate(folder, later(1))).toEqual(await labCertificate(folder, later(2)));
});

it("is made again a month before it expires, by the same authority", async () => {
  const first = await labCertificate(folder, now);
  const second = await labCertificate(folder, later(370));
  expect(second.certificate).not.toBe(first.certificate);
  expect(second.authority).toBe(first.authority);
});

it("is made again when its authority is", async () => {
  await labCertificate(folder, now);
  await rm(path.join(folder, "authority.pem"));
  const { certificate, authority } = await labCertificate(folder, now);
  expect(new X509Certificate(certificate).verify(new X509Certificate(authority).publicKey)).toBe(true);
});

it("keeps its private keys to the owner", async () => {
  await labCertificate(folder, now);
  for (const name of await readdir(folder))
    expect((await stat(path.join(folder, name))).mode & 0o777).toBe(0o600);
});
