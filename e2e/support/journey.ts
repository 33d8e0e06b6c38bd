import { test as base, expect, type Locator, type Page } from "@playwright/test";
import { LabCloud } from "./lab-cloud";

/** Accounts of the lab, one for each built-in security role. */
export type LabAccount = "full.administrator" | "readonly.analyst" | "infrastructure.administrator";

interface Fixtures {
  /** Signs in through the form and waits for the overview. */
  signIn(account: LabAccount): Promise<void>;
  lab: LabCloud;
}

interface WorkerFixtures {
  /** Data folder of the product this worker's journeys run against. */
  dataDir: string;
  ownProduct: undefined;
}

/** A journey starts with a browser that nobody signed in to, and leaves no fault behind in the lab. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  dataDir: [process.env.SCP_E2E_DATA_DIR ?? "", { option: true, scope: "worker" }],
  ownProduct: [
    async ({ dataDir }, use) => {
      process.env.SCP_E2E_DATA_DIR = dataDir;
      await use(undefined);
    },
    { auto: true, scope: "worker" },
  ],
  signIn: async ({ page }, use) => {
    await use(async (account) => {
      await page.goto("/sign-in");
      await fillSignIn(page, account, labPassword());
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(/Overview|Übersicht/);
    });
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a fixture needs from its pattern.
  lab: async ({}, use) => {
    const lab = await LabCloud.connect();
    await lab.clear();
    await use(lab);
    await lab.close();
  },
});

export { expect };

export async function fillSignIn(page: Page, userName: string, password: string): Promise<void> {
  await page.getByLabel(/^(User name|Benutzername)/).fill(userName);
  await page.getByLabel(/^(Password|Kennwort)/).fill(password);
  await page.getByRole("button", { name: /^(Sign in|Anmelden)$/ }).click();
}

export function labPassword(): string {
  const password = process.env.SCP_LAB_PASSWORD;
  if (!password) throw new Error("SCP_LAB_PASSWORD must be the password the lab was started with.");
  return password;
}

/** The row of a package in Updates and Servicing. */
export const packageRow = (page: Page, name: string): Locator =>
  page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });

/** Gives the thread a command in the Service Manager and waits for its outcome. */
export async function restartDownloader(page: Page): Promise<void> {
  await page.goto("/components/service-manager?component=SMS_DMP_DOWNLOADER");
  await page.getByRole("button", { name: "Restart", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Restart", exact: true }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
}

/** Sees to it that a mode is configured, confirming the change; it runs only after a restart of the thread. */
export async function configureMode(page: Page, mode: "online" | "offline"): Promise<void> {
  await page.goto("/service-connection-point");
  const choice = page.getByRole("radio", { name: mode === "online" ? /^Online/ : /^Offline/ });
  if (await choice.isChecked()) return;
  // The card around it is the label, and takes the click.
  await choice.check({ force: true });
  await page.getByRole("button", { name: "Apply", exact: true }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: `Change to ${mode}` })
    .click();
  await expect(page.getByRole("dialog")).toBeHidden();
}
