import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Agent, request } from "undici";
import { labCertificate } from "../certificates";
import { startCloudServer } from "../cloud-server";
import { type LabAzureAccounts, seedSampleDirectory } from "../directory/seed-sample-directory";
import { faultRoutes } from "../fault-routes";
import { FaultBoard, faultSchema } from "../faults";
import { identityRoutes } from "../identity/identity-routes";
import { type IdentityService, openIdentityService } from "../identity/identity-service";
import type { LabRoute } from "../router";
import { LabBrowser } from "./lab-browser";

export const LAB_PASSWORD = "correct horse battery staple";

/**
 * The lab's Azure, with its sample tenants, on a port of its own.
 * @param more what is served beside the identity platform
 */
export async function startAzureLab(
  more: (service: IdentityService, faults: FaultBoard) => readonly LabRoute[] = () => [],
) {
  const folder = await mkdtemp(path.join(os.tmpdir(), "scp-azure-lab-"));
  const faults = new FaultBoard();
  const service = await openIdentityService(folder, faults);
  const accounts = await seedSampleDirectory({
    directory: service.directory,
    dataDir: folder,
    password: LAB_PASSWORD,
    now: new Date(),
  });
  const certificate = await labCertificate(folder, new Date());
  const authorityFile = path.join(folder, "lab-authority.pem");
  await writeFile(authorityFile, certificate.authority);
  const server = await startCloudServer(0, certificate, [
    ...faultRoutes(faults),
    ...more(service, faults),
    ...identityRoutes(service),
  ]);
  const agent = new Agent({ connect: { ca: certificate.authority } });
  const origin = `https://localhost:${server.port}`;

  return {
    origin,
    service,
    faults,
    accounts,
    agent,
    /** PEM file of the authority, for other processes. */
    authorityFile,
    browser: () => new LabBrowser(agent),
    switchOn: (fault: object) => faults.switchOn(faultSchema.parse(fault)),
    async get(url: string, headers: Record<string, string> = {}) {
      return jsonOf(await request(`${origin}${url}`, { dispatcher: agent, headers }));
    },
    async post(url: string, form: Record<string, string>, headers: Record<string, string> = {}) {
      const sent = await request(`${origin}${url}`, {
        dispatcher: agent,
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
        body: new URLSearchParams(form).toString(),
      });
      return jsonOf(sent);
    },
    async close() {
      await agent.close();
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type AzureLab = Awaited<ReturnType<typeof startAzureLab>>;

/** One of the sample apps. */
export function sampleApp(accounts: LabAzureAccounts, tenant: string, name: string) {
  const app = accounts.apps.find((other) => other.tenant === tenant && other.displayName === name);
  const [secret] = app?.secrets ?? [];
  if (!app) throw new Error(`${tenant} has no ${name}`);
  return { ...app, secret: secret?.secret ?? "", expired: app.secrets[1]?.secret ?? "" };
}

async function jsonOf({ statusCode, headers, body }: Awaited<ReturnType<typeof request>>) {
  const text = await body.text();
  return {
    status: statusCode,
    headers,
    body: headers["content-type"] === "application/json" ? JSON.parse(text) : text,
  };
}
