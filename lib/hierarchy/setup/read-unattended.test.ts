import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import en from "@/lib/i18n/messages/en/setup.json";
import { readUnattended } from "./read-unattended";
import { goodInput } from "./testing/setup-order";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "scp-setup-"));
  await writeFile(path.join(folder, "password"), "a long walk in autumn\n");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const GOOD = `
[Identification]
Action=InstallCAS

[Options]
ProductID=Eval
SiteCode=CAS
SiteName=Contoso Central
SiteServer=cas01.contoso.com
TimeZone=Europe/Berlin

[SQLConfigOptions]
SQLServerName=cas01.contoso.com

[AdministratorOptions]
UserName=anna
DisplayName=Anna
PasswordFile=password

[CloudConnectorOptions]
CloudConnector=1
CloudConnectorServer=scp01.contoso.com
UseProxy=0
`;

const read = (text: string | null, env: Record<string, string> = {}) =>
  readUnattended(text === null ? null : { text, path: path.join(folder, "setup.ini") }, env);

async function faultsOf(...given: Parameters<typeof read>): Promise<string[]> {
  const result = await read(...given);
  return result.ok ? [] : result.faults.map(({ where, code }) => `${where}: ${code}`);
}

describe("an unattended set-up", () => {
  it("reads the product's script, and names what means nothing here", async () => {
    expect(await read(GOOD)).toEqual({
      ok: true,
      input: goodInput(),
      leftOut: ["[Options] ProductID", "[SQLConfigOptions] SQLServerName"],
    });
  });

  it("reads the environment alone", async () => {
    const result = await read(null, {
      SCP_SETUP_ACTION: "installprimarysite",
      SCP_SETUP_SITE_CODE: "pr1",
      SCP_SETUP_SITE_NAME: "Alone",
      SCP_SETUP_SITE_SERVER: "PRI1.contoso.com",
      SCP_SETUP_USER_NAME: "anna",
      SCP_SETUP_PASSWORD: "a long walk in autumn",
      SCP_SETUP_CLOUD_CONNECTOR: "0",
      SCP_SETUP_USAGE_DATA_LEVEL: "Basic",
    });
    expect(result).toMatchObject({
      ok: true,
      input: { siteType: "primary-site", siteCode: "PR1", siteServer: "pri1.contoso.com", usageDataLevel: 1 },
    });
  });

  it("takes a variable before the same entry of the file", async () => {
    const result = await read(GOOD, {
      SCP_SETUP_SITE_CODE: "XYZ",
      SCP_SETUP_PASSWORD: "another long sentence",
    });
    expect(result).toMatchObject({ ok: true, input: { siteCode: "XYZ", password: "another long sentence" } });
  });

  it("names everything that is wrong at once, with its place", async () => {
    const text = GOOD.replace("SiteCode=CAS", "SiteCode=SMS")
      .replace("Action=InstallCAS", "Action=InstallSecondary")
      .replace("SiteName=Contoso Central\n", "")
      .replace("UseProxy=0", "UseProxy=1\nProxyPort=x\nCloudConnektor=1\nCloudConnector=1\nno entry");
    expect(await faultsOf(text, { SCP_SETUP_TIME_ZONE: "Mars", SCP_SETUP_SITECODE: "X" })).toEqual([
      "line 26: setup-line-unreadable",
      "[CloudConnectorOptions] CloudConnektor (line 24): setup-key-unknown",
      "[CloudConnectorOptions] CloudConnector (line 25): setup-key-twice",
      "SCP_SETUP_SITECODE: setup-variable-unknown",
      "[Identification] Action (line 3): setup-value-unknown",
      "[Options] SiteName or SCP_SETUP_SITE_NAME: setup-setting-missing",
      "[CloudConnectorOptions] ProxyPort (line 23): setup-number-malformed",
      "[Options] SiteCode (line 7): setup-site-code-reserved",
      "SCP_SETUP_TIME_ZONE: setup-time-zone-unknown",
      "[CloudConnectorOptions] ProxyName or SCP_SETUP_PROXY_NAME: setup-proxy-name-malformed",
    ]);
  });

  it("says where a password could be, and never repeats one", async () => {
    const without = GOOD.replace("PasswordFile=password", "");
    expect(await faultsOf(without)).toEqual([
      "[AdministratorOptions] PasswordFile or SCP_SETUP_PASSWORD: setup-password-missing",
    ]);
    expect(await faultsOf(GOOD.replace("PasswordFile=password", "PasswordFile=nowhere"))).toEqual([
      "[AdministratorOptions] PasswordFile (line 18): setup-password-file-unreadable",
    ]);
    const refused = await read(without, { SCP_SETUP_PASSWORD: "tooshort7" });
    expect(refused.ok).toBe(false);
    expect(JSON.stringify(refused)).not.toContain("tooshort7");
  });

  it("has a sentence for each fault", async () => {
    const result = await read("[Options]\nx=1\ny");
    const sentences: Record<string, string> = en.failures;
    for (const { code } of result.ok ? [] : result.faults) expect(sentences[code], code).toBeTruthy();
  });
});
