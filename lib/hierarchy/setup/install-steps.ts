import { writeAudit } from "@/lib/access/audit";
import { hashPassword } from "@/lib/access/password";
import type { SecurityRoleId, SecurityScopeId } from "@/lib/access/security-roles";
import { BACKUP_TASK } from "@/lib/backup/backup-task";
import { actorName, type Ctx } from "@/lib/context";
import {
  hierarchySettings,
  maintenanceTasks,
  SERVICE_CONNECTION_POINT_ROLE,
  serviceConnectionPoint,
  siteSystemProxies,
  siteSystemRoles,
  siteSystemServers,
  sites,
  usageDataSettings,
  userRoleAssignments,
  users,
} from "@/lib/db/schema";
import { BASELINE_VERSION } from "../baseline-version";
import { SITE_SERVER_ROLES, SITE_SYSTEM_ROLES, SITE_TYPE } from "../model";
import { usesProxy } from "./find-faults";
import type { FirstSiteType, SetupInput } from "./model";

/** What the steps write: the input and what was decided from it. */
export interface InstallPlan {
  input: SetupInput;
  environmentId: string;
}

const TYPES = {
  "central-administration-site": SITE_TYPE.centralAdministration,
  "primary-site": SITE_TYPE.primary,
} as const satisfies Record<FirstSiteType, number>;

const FULL_ADMINISTRATOR: SecurityRoleId = "SMS0001R";
const ALL: SecurityScopeId = "SMS00ALL";

/** Of the audit catalogue (reference/roles-and-permissions.md §11). */
const AUDIT = { roleInstalled: 60040, proxyChanged: 60041, assignmentChanged: 60050 } as const;

/** The steps of *Installation*, in their order; each writes what the next may refer to. */
export const INSTALL_STEPS = {
  async site({ db, clock }, { input }) {
    const { siteCode, siteName, siteType, timeZone } = input;
    const at = clock.now();
    await db.insert(sites).values({
      siteCode,
      name: siteName,
      type: TYPES[siteType],
      timeZone,
      installedAt: at,
      ...BASELINE_VERSION,
    });
  },
  async siteServer(ctx, { input }) {
    await addServer(ctx, input.siteServer, input.siteCode, SITE_SERVER_ROLES);
  },
  async serviceConnectionPoint(ctx, { input, environmentId }) {
    const { cloudConnectorServer: fqdn, siteServer, siteCode, mode } = input;
    const roles = await addServer(ctx, fqdn, siteCode, [
      ...(fqdn === siteServer ? [] : SITE_SYSTEM_ROLES),
      SERVICE_CONNECTION_POINT_ROLE,
    ]);
    const held = roles.find(({ role }) => role === SERVICE_CONNECTION_POINT_ROLE);
    if (!held) throw new Error("the role was not stored");
    await ctx.db.insert(serviceConnectionPoint).values({
      roleId: held.id,
      environmentId,
      configuredMode: mode,
      configuredModeAt: ctx.clock.now(),
      configuredModeBy: actorName(ctx.actor),
    });
    if (usesProxy(input)) await configureProxy(ctx, held.serverId, input);
    await writeAudit(ctx, {
      messageId: AUDIT.roleInstalled,
      action: "setup.run",
      objectType: "service-connection-point",
      objectId: fqdn,
      strings: [fqdn, siteCode],
    });
  },
  async hierarchySettings({ db, clock, actor }, { input }) {
    await db.insert(hierarchySettings).values({}).onConflictDoNothing();
    const level = {
      level: input.usageDataLevel,
      levelChangedAt: clock.now(),
      levelChangedBy: actorName(actor),
    };
    // Whoever read the settings first made the row.
    await db
      .insert(usageDataSettings)
      .values(level)
      .onConflictDoUpdate({ target: usageDataSettings.singleton, set: level });
  },
  async maintenanceTasks({ db }, { input }) {
    await db.insert(maintenanceTasks).values({ siteCode: input.siteCode, task: BACKUP_TASK });
  },
  async administrator(ctx, { input }) {
    const { userName, password } = input;
    const [user] = await ctx.db
      .insert(users)
      .values({
        userName,
        displayName: input.displayName || userName,
        passwordHash: await hashPassword(password),
        passwordChangedAt: ctx.clock.now(),
      })
      .returning({ id: users.id });
    if (!user) throw new Error("the account was not stored");
    await ctx.db
      .insert(userRoleAssignments)
      .values({ userId: user.id, roleId: FULL_ADMINISTRATOR, scopeId: ALL });
    await writeAudit(ctx, {
      messageId: AUDIT.assignmentChanged,
      action: "setup.run",
      objectType: "user",
      objectId: user.id,
      strings: [userName, FULL_ADMINISTRATOR, ALL],
    });
  },
} as const satisfies Record<string, (ctx: Ctx, plan: InstallPlan) => Promise<void>>;

export type InstallStepId = keyof typeof INSTALL_STEPS;

/** The steps for `input`, in their order; the role may come later. */
export const stepsFor = ({ cloudConnector }: SetupInput): InstallStepId[] =>
  (Object.keys(INSTALL_STEPS) as InstallStepId[]).filter(
    (id) => id !== "serviceConnectionPoint" || cloudConnector,
  );

/** Gives the server these roles of the site; a server the site has already keeps those it holds. */
async function addServer(
  { db, clock }: Ctx,
  fqdn: string,
  siteCode: string,
  roles: readonly string[],
): Promise<{ id: string; serverId: string; role: string }[]> {
  const [server] = await db
    .insert(siteSystemServers)
    .values({ fqdn, siteCode })
    .onConflictDoUpdate({ target: siteSystemServers.fqdn, set: { siteCode } })
    .returning({ id: siteSystemServers.id });
  if (!server) throw new Error(`${fqdn} was not stored`);
  const at = clock.now();
  return db
    .insert(siteSystemRoles)
    .values(roles.map((role) => ({ serverId: server.id, role, installedAt: at })))
    .returning({
      id: siteSystemRoles.id,
      serverId: siteSystemRoles.serverId,
      role: siteSystemRoles.role,
    });
}

async function configureProxy(ctx: Ctx, serverId: string, input: SetupInput): Promise<void> {
  const { cloudConnectorServer, proxyName, proxyPort } = input;
  await ctx.db.insert(siteSystemProxies).values({
    serverId,
    enabled: true,
    host: proxyName,
    port: proxyPort,
    changedAt: ctx.clock.now(),
    changedBy: actorName(ctx.actor),
  });
  await writeAudit(ctx, {
    messageId: AUDIT.proxyChanged,
    action: "setup.run",
    objectType: "site-system-server",
    objectId: cloudConnectorServer,
    strings: [cloudConnectorServer, `${proxyName}:${proxyPort}`, "-"],
  });
}
