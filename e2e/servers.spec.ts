import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { ROOT } from "@/bin/start/install.mjs";
import { inspect } from "./support/inspect";
import { expect, test } from "./support/journey";
import { openProductDatabase } from "./support/product-database";

const NEW = "scp03.contoso.com";
let executive: ChildProcess | undefined;
let folder = "";

// A further server would be in the way of the journeys that look at all of them.
test.afterEach(async () => {
  executive?.kill("SIGKILL");
  const { db, close } = await openProductDatabase();
  await db.execute(`delete from site_system_servers where fqdn = '${NEW}'`);
  await close();
  await rm(folder, { recursive: true, force: true });
});

test("a server on a machine of its own joins with the command of its page, and is cut off when it is revoked", async ({
  page,
  signIn,
}) => {
  const { db, close } = await openProductDatabase();
  await db.execute(`insert into site_system_servers (fqdn, site_code) values ('${NEW}', 'CAS')`);
  await close();
  await signIn("full.administrator");
  await page.goto("/hierarchy/servers");
  await page.getByRole("link", { name: NEW }).click();

  await page.getByRole("button", { name: "Let this server join" }).click();
  const command = await page.getByRole("dialog").locator("code").innerText();
  await page.getByRole("dialog").getByRole("button", { name: "Done" }).click();
  const { ended } = await start(command);
  await expect(page.getByText("runs on a machine of its own")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("heading", { level: 1 }).locator("..").getByText("Responding")).toBeVisible({
    timeout: 60_000,
  });

  await inspect(page, "a server that joined");
  for (const tab of ["Installation account", "Site system roles", "Proxy"]) {
    await page.getByRole("tab", { name: tab }).click();
    await inspect(page, `a server, ${tab}`);
  }
  await page.getByRole("tab", { name: "General" }).click();

  await page.getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByText("Its database login was revoked")).toBeVisible();
  expect(await ended).toContain(`${NEW} is no longer part of the hierarchy`);
});

/** Runs the command as an administrator would, on another disk. @returns what it will have said when it ends */
async function start(command: string): Promise<{ ended: Promise<string> }> {
  folder = await mkdtemp(path.join(os.tmpdir(), "scp-journey-machine-"));
  const args = command.split(" -- ")[1]?.split(" ") ?? [];
  const { DATABASE_URL: _none, ...env } = process.env;
  const child = spawn(process.execPath, ["--import", "tsx", "bin/executive.ts", ...args], {
    cwd: ROOT,
    env: { ...env, SCP_DATA_DIR: folder },
  });
  executive = child;
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      said += chunk;
    });
  return { ended: new Promise((resolve) => child.once("exit", () => resolve(said))) };
}
