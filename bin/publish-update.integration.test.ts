import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";

const GUID = "61f16b3c-f1f6-4f9f-8647-2a524b0c802c";

const ENTRY = {
  packageGuid: GUID,
  name: "Configuration Manager 1910",
  description: { en: "New features." },
  version: "1910",
  fullVersion: "5.00.8913.1000",
  minCmVersion: "5.00.8692.1000",
  maxCmVersion: "5.00.8853.9999",
  dateReleased: "2019-11-29T00:00:00Z",
  impact: 31,
  updateType: 0,
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "scp-publish-cli-"));
  for (const name of ["payload", "redist"]) {
    await mkdir(path.join(folder, name));
    await writeFile(path.join(folder, name, "file.cab"), name);
  }
  await writeFile(path.join(folder, "entry.json"), JSON.stringify(ENTRY));
  await writeFile(path.join(folder, "broken.json"), JSON.stringify({ ...ENTRY, version: "2019" }));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function publishUpdate(...args: string[]) {
  const command = ["--import", "tsx", path.resolve("bin/publish-update.ts"), ...args];
  const run = promisify(execFile)(process.execPath, command, { cwd: process.cwd() });
  const failed = (error: { code: number; stdout: string; stderr: string }) => error;
  const { stdout, stderr, code } = await run.then((done) => ({ ...done, code: 0 }), failed);
  return { code, stdout, stderr };
}

const at = (name: string) => path.join(folder, name);

it("makes a repository, publishes into it and shows what is there", async () => {
  const into = ["--repository", at("repository"), "--keys", at("keys")];
  expect(await publishUpdate("init", ...into)).toMatchObject({ code: 0 });
  const sources = ["--payload", at("payload"), "--redist", at("redist")];

  const broken = await publishUpdate("add", ...into, "--entry", at("broken.json"), ...sources);
  expect(broken).toMatchObject({ code: 1, stdout: "" });
  expect(broken.stderr).toContain("version: is not a version such as 1910");

  expect(await publishUpdate("add", ...into, "--entry", at("entry.json"), ...sources)).toMatchObject({
    code: 0,
  });
  const { stdout } = await publishUpdate("list", "--repository", at("repository"), "--json");
  expect(JSON.parse(stdout).updates).toEqual([
    {
      packageGuid: GUID,
      name: ENTRY.name,
      fullVersion: ENTRY.fullVersion,
      files: 4,
      bytes: expect.any(Number),
    },
  ]);
});

it.each([
  [["add", "--repository", "r", "--keys", "k"], "--entry is missing"],
  [["publish"], '"publish" is not a command'],
  [["refresh", "--repository", "r", "--keys", "k", "--expires-timestamp", "soon"], "takes a number of days"],
  [["list", "--repositroy", "r"], "--repositroy"],
])("explains %j", async (args, explanation) => {
  const { code, stderr } = await publishUpdate(...args);
  expect(code).toBe(2);
  expect(stderr).toContain(explanation);
});

it("writes a hotfix archive only under the product's kind of name", async () => {
  const into = ["--repository", at("hotfixes"), "--keys", at("hotfix-keys")];
  expect(await publishUpdate("init", ...into)).toMatchObject({ code: 0 });
  const source = ["--entry", at("entry.json"), "--payload", at("payload")];
  const named = (name: string) => publishUpdate("export-hotfix", ...into, ...source, "--out", at(name));
  const written = await named("CM-1906-KB4517869-ConfigMgr.Update.zip");
  expect(written).toMatchObject({ code: 0, stderr: "" });
  expect(written.stdout).toContain(`"${ENTRY.name}" (${GUID}), 3 file(s).`);
  expect((await named("hotfix.zip")).stderr).toContain("is not a name for a hotfix archive");
  expect(await publishUpdate("export-hotfix", ...into, ...source)).toMatchObject({ code: 2 });
});
