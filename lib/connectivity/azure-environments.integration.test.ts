import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { cloudEnvironments } from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { seedAzureEnvironments } from "./azure-environments";

const { db } = await testDatabase();

it("adds the Azure clouds once, and leaves alone what an administrator entered", async () => {
  await seedAzureEnvironments(db);
  const catalogueMetadataUrl = "https://updates.contoso.com/metadata/";
  await db
    .update(cloudEnvironments)
    .set({ catalogueMetadataUrl })
    .where(eq(cloudEnvironments.id, "AzurePublic"));
  await seedAzureEnvironments(db);

  const rows = await db.select().from(cloudEnvironments).orderBy(cloudEnvironments.id);
  expect(rows.map((row) => row.id)).toEqual(["AzureChina", "AzurePublic", "AzureUSGovernment"]);
  expect(rows[1]?.catalogueMetadataUrl).toBe(catalogueMetadataUrl);
});

it("gives a row of an earlier version the endpoints it lacks, and keeps those that were entered", async () => {
  const loginUrl = "https://login.contoso.com/";
  const old = { loginUrl, graphUrl: null, cloud: "public" } as const;
  await db.update(cloudEnvironments).set(old).where(eq(cloudEnvironments.id, "AzureUSGovernment"));
  await seedAzureEnvironments(db);

  const [row] = await db
    .select()
    .from(cloudEnvironments)
    .where(eq(cloudEnvironments.id, "AzureUSGovernment"));
  expect(row).toMatchObject({ loginUrl, graphUrl: "https://graph.microsoft.us/", cloud: "private" });
});
