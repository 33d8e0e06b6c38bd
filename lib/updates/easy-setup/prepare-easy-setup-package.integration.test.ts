import { eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { updatePackageEvents } from "@/lib/db/schema";
import { testDatabase } from "@/lib/testing/database";
import { testThread } from "@/lib/testing/test-thread";
import { addPackage, clearServicingLab, installHierarchy, UPDATE } from "../servicing/testing/servicing-lab";
import { prepareEasySetupPackage } from "./prepare-easy-setup-package";

const { db } = await testDatabase();

beforeEach(() => installHierarchy(db));
afterEach(() => clearServicingLab(db));

const thread = () => testThread({ component: "SMS_HIERARCHY_MANAGER", db }, []);

const preparedEvents = () => db.$count(updatePackageEvents, eq(updatePackageEvents.code, "content-prepared"));

it("says in the timeline that the content is prepared in the transaction that prepares it: a kill loses neither", async () => {
  await addPackage(db, { state: "ENABLED" });
  expect(await prepareEasySetupPackage(thread(), UPDATE)).toBe("replicating");
  expect(await preparedEvents()).toBe(1);
});

it("says it once, however often it is asked", async () => {
  await addPackage(db, { state: "ENABLED" });
  await prepareEasySetupPackage(thread(), UPDATE);
  expect(await prepareEasySetupPackage(thread(), UPDATE)).toBe("not-enabled");
  expect(await preparedEvents()).toBe(1);
});
