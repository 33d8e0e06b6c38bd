import { inArray } from "drizzle-orm";
import { Day } from "@/lib/clock";
import { publish } from "@/lib/db/events";
import { azureApplicationSecrets, azureApplications } from "@/lib/db/schema";
import { connectionRow } from "./support/azure";
import { expect, test } from "./support/journey";
import { startMailServer } from "./support/mail-server";
import { openProductDatabase } from "./support/product-database";

const OPERATORS = "operators@contoso.com";
/** Both made by the journeys before this one. */
const APP = "Fabrikam server";
const CONNECTION = "Fabrikam workspace";

/** As if time had passed: what is left of the key's life is all that the watch looks at. */
async function leaveDays(days: number): Promise<void> {
  const { db, close } = await openProductDatabase();
  try {
    const apps = await db.select().from(azureApplications);
    const ids = apps.filter(({ name }) => name === APP).map(({ id }) => id);
    const moved = await db
      .update(azureApplicationSecrets)
      .set({ expiresAt: new Date(Date.now() + days * Day.ms) })
      .where(inArray(azureApplicationSecrets.applicationId, ids))
      .returning({ id: azureApplicationSecrets.id });
    expect(moved.length).toBeGreaterThan(0);
    await publish(db, { topic: "azure-services" });
  } finally {
    await close();
  }
}

test("a secret key that ends is told by e-mail and on the overview, its connection comes first, and the alert goes with its cause", async ({
  page,
  signIn,
}) => {
  const mail = await startMailServer();
  const expiring = page.getByText(new RegExp(`secret key of ${APP} expires`)).first();
  try {
    await signIn("full.administrator");
    await page.goto("/settings?tab=notifications");
    await page.getByLabel("Encryption").selectOption("none");
    await page.getByLabel("Server", { exact: true }).fill("127.0.0.1");
    await page.getByLabel("Port", { exact: true }).fill(String(mail.port));
    await page.getByLabel("Sender address").fill("scp@contoso.com");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByText("The mail server is saved.", { exact: true })).toBeVisible();

    await page.getByRole("button", { name: "Add", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox").first().fill(OPERATORS);
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    await expect(dialog).toBeHidden();
    await page.getByRole("button", { name: `Test ${OPERATORS}` }).click();
    await expect.poll(() => mail.mails.length, { timeout: 60_000 }).toBe(1);
    expect(mail.mails[0]).toContain("Test of the notifications");

    await leaveDays(6.5);
    await expect.poll(() => mail.mails.length, { timeout: 60_000 }).toBe(2);
    expect(mail.mails[1]).toContain(`The secret key of ${APP} expires on`);
    await page.goto("/");
    await expect(expiring).toBeVisible();
    await page.goto("/azure-services");
    await expect(connectionRow(page, CONNECTION)).toContainText("7 days left");
    await expect(page.getByRole("row").nth(1)).toContainText("7 days left");

    await leaveDays(300);
    await page.goto("/");
    await expect(page.getByRole("heading", { name: "Active alerts" })).toBeVisible();
    await expect(expiring).toBeHidden({ timeout: 60_000 });

    await page.goto("/settings?tab=notifications");
    await page.getByRole("button", { name: `Remove ${OPERATORS}` }).click();
    await page
      .getByRole("dialog")
      .or(page.getByRole("alertdialog"))
      .getByRole("button", { name: "Remove" })
      .click();
    await expect(page.getByText("Nobody is told")).toBeVisible();
    expect(mail.mails).toHaveLength(2);
  } finally {
    await mail.close();
  }
});
