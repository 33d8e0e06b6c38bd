import { describe, expect, test } from "vitest";
import type { PlannedRenewal, TenantToRenew } from "@/lib/azure-services/renewal/get-renewal-plan";
import { beginWith, missingFor, orderOf, refusedApp } from "./renewal-choices";

const app = (id: string, change: Partial<PlannedRenewal> = {}): PlannedRenewal => ({
  id,
  name: `App ${id}`,
  origin: "created",
  openOperationId: null,
  usedBy: [],
  reason: "unreadable",
  secretExpiresAt: new Date("2027-03-01"),
  ...change,
});

const contoso: TenantToRenew = {
  id: "contoso",
  environmentId: "AzurePublicCloud",
  environmentName: "Azure",
  name: "Contoso",
  tenantId: "t",
  applications: [app("a"), app("b", { origin: "imported" }), app("c", { reason: "valid" })],
};

describe("the renewal of several apps", () => {
  test("begins with those that need it, and leaves alone what is being renewed already", () => {
    expect([...beginWith([contoso]).selected]).toEqual(["a", "b"]);
    const underWay = { ...contoso, applications: [app("a", { openOperationId: "o" })] };
    expect(beginWith([underWay]).selected.size).toBe(0);
  });

  test("waits for one sign-in per tenant, then for the key of each imported app", () => {
    const begun = beginWith([contoso]);
    expect(missingFor([contoso], { ...begun, selected: new Set() })?.what).toBe("nothing");
    expect(missingFor([contoso], begun)).toEqual({ what: "signIn", name: "Contoso" });
    const signedIn = { ...begun, signIns: { contoso: "s" } };
    expect(missingFor([contoso], signedIn)).toEqual({ what: "secret", name: "App b" });
    const entered = { secret: "value", secretExpiresAt: "2027-01-01" };
    expect(missingFor([contoso], { ...signedIn, secrets: { b: entered } })).toBeNull();
  });

  test("needs no sign-in for a tenant of imported apps alone", () => {
    const selected = new Set(["b"]);
    expect(missingFor([contoso], { ...beginWith([contoso]), selected })?.what).toBe("secret");
  });

  test("leads a refusal back to the app it is about", () => {
    const order = orderOf([contoso], { ...beginWith([contoso]), signIns: { contoso: "s" } });
    expect(order.created).toEqual(["a"]);
    expect(refusedApp("created.0", order)).toEqual({ applicationId: "a", field: undefined });
    expect(refusedApp("imported.0.secret", order)).toEqual({ applicationId: "b", field: "secret" });
    expect(refusedApp(undefined, order)).toBeNull();
  });
});
