import { describe, expect, it } from "vitest";
import type { SiteRow } from "@/lib/hierarchy/model";
import type { RoleCandidate, RoleCandidates } from "@/lib/hierarchy/site-system-roles/list-role-candidates";
import { type CreateChoices, missingOn, refusalsOf } from "./choices";

const choices = (change: Partial<CreateChoices>): CreateChoices => ({
  fqdn: "scp03.contoso.com",
  siteCode: "CAS",
  internetFqdn: "",
  serviceConnectionPoint: false,
  passiveSiteServer: false,
  ...change,
});
const site = (change: Partial<SiteRow> = {}): SiteRow => ({
  siteCode: "CAS",
  name: "Central",
  type: 4,
  parentSiteCode: null,
  version: "1906",
  fullVersion: "5.00.8853.1000",
  servers: [],
  secondaries: 0,
  ...change,
});
const server = (fqdn: string, isSiteServer: boolean): RoleCandidate => ({
  id: fqdn,
  fqdn,
  siteCode: "CAS",
  siteName: "Central",
  roles: [],
  executive: null,
  enrolment: null,
  refusal: null,
  isSiteServer,
});
const holding = (holder: string | null): RoleCandidates => ({
  holder,
  servers: [server("cas01", true), server("scp01", false)],
});

describe("Create Site System Server", () => {
  it("wants a whole name, and one for the internet only if there is one", () => {
    expect(missingOn("general", choices({ fqdn: "scp03" }))).toBe("name");
    expect(missingOn("general", choices({ internetFqdn: "scp03" }))).toBe("internetName");
    expect(missingOn("general", choices({}))).toBeNull();
  });

  it("offers the service connection point at the top-level site, as long as nobody holds it", () => {
    expect(refusalsOf(site(), holding(null)).serviceConnectionPoint).toBeNull();
    expect(refusalsOf(site(), holding("scp01")).serviceConnectionPoint).toBe("roleExists");
    const child = site({ siteCode: "PR1", type: 2, parentSiteCode: "CAS" });
    expect(refusalsOf(child, holding(null)).serviceConnectionPoint).toBe("notTopLevel");
  });

  it("offers a passive site server once, and not while the role is on the site server", () => {
    expect(refusalsOf(site(), holding("scp01")).passiveSiteServer).toBeNull();
    expect(refusalsOf(site(), holding("cas01")).passiveSiteServer).toBe("roleOnSiteServer");
    const servers = [{ id: "1", fqdn: "cas02", roles: ["SMS Site Server in passive mode"] }];
    expect(refusalsOf(site({ servers }), holding("scp01")).passiveSiteServer).toBe("passiveExists");
  });
});
