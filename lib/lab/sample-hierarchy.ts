import { sql } from "drizzle-orm";
import { BACKUP_TASK } from "@/lib/backup/backup-task";
import type { Database } from "@/lib/db/connection";
import {
  hierarchySettings,
  maintenanceTasks,
  SERVICE_CONNECTION_POINT_ROLE,
  serviceConnectionPoint,
  siteSystemRoles,
  siteSystemServers,
  sites,
} from "@/lib/db/schema";
import { BASELINE_VERSION } from "@/lib/hierarchy/baseline-version";
import { SITE_SERVER_ROLE, SITE_TYPE } from "@/lib/hierarchy/model";
import { LAB_ENVIRONMENT_ID } from "./lab-environment-row";

/** Roles by the product's internal names, as `SMS_SystemResourceList.RoleName` has them. */
const SITE_SYSTEM = ["SMS Site System", "SMS Component Server"];
const SITE_SERVER = [SITE_SERVER_ROLE, ...SITE_SYSTEM, "SMS SQL Server"];
const CLIENT_FACING = ["SMS Management Point", "SMS Distribution Point"];

/** Parents first; each with the days since it was installed, long enough that usage data is due at once. */
const SAMPLE_SITES = [
  {
    siteCode: "CAS",
    name: "Contoso Central",
    type: SITE_TYPE.centralAdministration,
    parentSiteCode: null,
    timeZone: "Europe/London",
    age: 400,
  },
  {
    siteCode: "PR1",
    name: "Contoso Europe",
    type: SITE_TYPE.primary,
    parentSiteCode: "CAS",
    timeZone: "Europe/Berlin",
    age: 390,
  },
  {
    siteCode: "PR2",
    name: "Contoso Americas",
    type: SITE_TYPE.primary,
    parentSiteCode: "CAS",
    timeZone: "America/New_York",
    age: 380,
  },
  {
    siteCode: "SE1",
    name: "Contoso Europe Branch",
    type: SITE_TYPE.secondary,
    parentSiteCode: "PR1",
    timeZone: "Europe/Vienna",
    age: 300,
  },
];

const SAMPLE_SERVERS = [
  { fqdn: "cas01.contoso.com", siteCode: "CAS", roles: [...SITE_SERVER, "SMS Provider"] },
  { fqdn: "scp01.contoso.com", siteCode: "CAS", roles: [...SITE_SYSTEM, SERVICE_CONNECTION_POINT_ROLE] },
  { fqdn: "scp02.contoso.com", siteCode: "CAS", roles: SITE_SYSTEM },
  { fqdn: "pri1.contoso.com", siteCode: "PR1", roles: [...SITE_SERVER, "SMS Provider", ...CLIENT_FACING] },
  { fqdn: "pri2.contoso.com", siteCode: "PR2", roles: [...SITE_SERVER, "SMS Provider", ...CLIENT_FACING] },
  { fqdn: "sec1.contoso.com", siteCode: "SE1", roles: [...SITE_SERVER, ...CLIENT_FACING] },
];

/**
 * Puts the sample hierarchy into an empty site database: Contoso, one central administration site, two
 * primaries, one secondary, the service connection point on a remote server of the CAS. A database that has
 * sites is left alone, because what happened to them since is somebody's work.
 * @param db its row of the environment *Lab* must be there
 */
export async function seedSampleHierarchy(db: Database): Promise<void> {
  await db.transaction(async (tx) => {
    // Two starts at once would both find the table empty.
    await tx.execute(sql`lock table ${sites} in exclusive mode`);
    const [existing] = await tx.select({ siteCode: sites.siteCode }).from(sites).limit(1);
    if (existing) return;

    for (const { age, ...site } of SAMPLE_SITES) {
      const installedAt = sql`now() - make_interval(days => ${age})`;
      await tx.insert(sites).values({ ...site, ...BASELINE_VERSION, installedAt });
    }
    const servers = await tx
      .insert(siteSystemServers)
      .values(SAMPLE_SERVERS.map(({ fqdn, siteCode }) => ({ fqdn, siteCode })))
      .returning({ id: siteSystemServers.id, fqdn: siteSystemServers.fqdn });
    const idOf = new Map(servers.map(({ fqdn, id }) => [fqdn, id]));
    const roles = await tx
      .insert(siteSystemRoles)
      .values(
        SAMPLE_SERVERS.flatMap(({ fqdn, roles: names }) =>
          names.map((role) => ({ serverId: idOf.get(fqdn) ?? "", role })),
        ),
      )
      .returning({ id: siteSystemRoles.id, role: siteSystemRoles.role });
    const held = roles.find(({ role }) => role === SERVICE_CONNECTION_POINT_ROLE);
    if (!held) throw new Error("the sample has no service connection point");
    // As Setup leaves it (reference/role.md §2): online.
    await tx
      .insert(serviceConnectionPoint)
      .values({ roleId: held.id, environmentId: LAB_ENVIRONMENT_ID, configuredMode: "online" });
    await tx.insert(maintenanceTasks).values({ siteCode: "CAS", task: BACKUP_TASK });
    // A lab machine rarely has the 15 GB of the product to spare for each of its servers.
    await tx.insert(hierarchySettings).values({ requiredFreeBytes: 1024 ** 3 });
  });
}
