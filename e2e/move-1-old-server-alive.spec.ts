import { inspect } from "./support/inspect";
import { expect, test } from "./support/journey";

test("the role moves with everything that can go along, and back again; the report of it is kept", async ({
  page,
  signIn,
}) => {
  await signIn("full.administrator");
  for (const [from, to] of [
    ["scp01.contoso.com", "scp02.contoso.com"],
    ["scp02.contoso.com", "scp01.contoso.com"],
  ] as const) {
    await page.goto("/service-connection-point");
    await page.getByRole("link", { name: "Move role" }).click();
    await page.getByRole("radio", { name: /^High availability/ }).check({ force: true });
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByRole("radio", { name: to }).check({ force: true });
    // What the server found the last time stands there until it has looked again.
    await expect(async () => {
      await page.getByRole("button", { name: "Next" }).click();
      await expect(page.getByRole("heading", { level: 2, name: "Before you move" })).toBeVisible({
        timeout: 2_000,
      });
    }).toPass({ timeout: 60_000 });
    await expect(page.getByText(`${from} answers`)).toBeVisible();
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByRole("button", { name: "Move the role" }).click();
    await expect(page.getByText("Type the name of the server that gives the role.")).toBeVisible();
    await page.getByLabel(/^Type scp/).fill(from);
    await page.getByRole("button", { name: "Move the role" }).click();
    await expect(page.getByText(`${to} holds the service connection point`)).toBeVisible();
    await expect(page.getByText("No point failed")).toBeVisible();
  }
  await page.goto("/service-connection-point");
  await page
    .getByRole("list", { name: "Changes of the role" })
    .getByRole("link", { name: "Move of the service connection point" })
    .first()
    .click();
  await expect(page).toHaveURL(/\/service-connection-point\/changes\//);
  await expect(page.getByRole("list", { name: "Verification checklist" })).toContainText(
    "The catalogue was fetched and verified by the new server.",
  );
  await page.getByRole("button", { name: "Check all again" }).click();
  await expect(page.getByText("No point failed")).toBeVisible();
  await inspect(page, "the report of a move");
});
