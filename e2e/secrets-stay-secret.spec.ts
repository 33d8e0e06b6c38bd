import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { Page } from "@playwright/test";
import { dumpOf, whereItAppears } from "@/lib/lab/testing/where-it-appears";
import { APP_WITH_EXPIRED_SECRET, beginWizard, fillImport, labApp } from "./support/azure";
import { expect, test } from "./support/journey";
import { dataDir } from "./support/lab-cloud";
import { openProductDatabase } from "./support/product-database";

/** Everything the portal answers to this browser: pages, their data, what actions return, live events apart. */
function answersTo(page: Page): string[] {
  const answers: string[] = [];
  page.on("response", async (response) => {
    if (response.headers()["content-type"]?.startsWith("text/event-stream")) return;
    // A page that is left gives its answers up.
    const text = await response.text().catch(() => "");
    answers.push(`${response.url()}\n${JSON.stringify(response.headers())}\n${text}`);
  });
  return answers;
}

async function logs(): Promise<{ name: string; text: string }[]> {
  const names = await readdir(dataDir(), { recursive: true });
  const files = names.filter((name) => /\.(log|lo_)$/.test(name));
  return Promise.all(
    files.map(async (name) => ({ name, text: await readFile(path.join(dataDir(), name), "utf8") })),
  );
}

/** What any account of the machine can see of its processes. */
const processes = (): string => execFileSync("ps", ["-eo", "args"], { encoding: "utf8" });

async function database(): Promise<string> {
  const { db, close } = await openProductDatabase();
  try {
    return await dumpOf(db);
  } finally {
    await close();
  }
}

test("a secret key that was entered is nowhere afterwards: no page, answer, log, row or process shows it in any encoding", async ({
  page,
  signIn,
}) => {
  const canary = `cnry8Q~${randomBytes(12).toString("hex")}_.-~`;
  const answers = answersTo(page);
  const seen: string[] = [];
  // While he types it stands in the field, in his own browser; what comes from the portal is looked at whole.
  const look = async () => void seen.push(await page.content());
  const app = await labApp("Fabrikam", APP_WITH_EXPIRED_SECRET);

  await signIn("full.administrator");
  // The one service that may exist several times: other journeys may have connected it already.
  await beginWizard(page, { name: "Canary", service: "Cloud Management" });
  await page.getByRole("button", { name: /a web app$/ }).click();
  const dialog = page.getByRole("dialog", { name: "Import apps" });
  await page.getByRole("dialog").getByRole("button", { name: "Import …" }).click();
  await fillImport(dialog, app, { secret: canary });
  await dialog.getByRole("button", { name: "Verify" }).click();
  await expect(dialog.getByLabel("Secret Key", { exact: true })).toHaveAccessibleDescription(
    /not one of the app/,
    { timeout: 60_000 },
  );
  await fillImport(dialog, app, { secret: `${canary} ${canary}` });
  await dialog.getByRole("button", { name: "Verify" }).click();
  await expect(dialog.getByLabel("Secret Key", { exact: true })).toHaveAccessibleDescription(
    /cannot be a secret key/,
  );

  for (const address of [
    "/azure-services",
    "/tenants",
    "/alerts",
    "/azure-services/nothing",
    "/tenants/nothing",
  ]) {
    await page.goto(address);
    await look();
  }
  const places = [
    ...answers.map((text) => ({ name: text.split("\n")[0] ?? "", text })),
    ...seen.map((text) => ({ name: "page", text })),
    ...(await logs()),
    { name: "database", text: await database() },
    { name: "processes", text: processes() },
  ];
  expect(places.length).toBeGreaterThan(50);
  const found = places.flatMap(({ name, text }) =>
    whereItAppears(text, canary).map((form) => `${name}: ${form}`),
  );
  expect(found).toEqual([]);
});
