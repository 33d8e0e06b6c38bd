import { eq, inArray } from "drizzle-orm";
import type { Clock } from "@/lib/clock";
import { Minute, Second } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { cloudEnvironments, serviceConnectionPoint, siteSystemRoles } from "@/lib/db/schema";
import type { ProxyServer } from "./dispatcher";
import { refuseMetadataAddress } from "./metadata-address";
import { type HostedServer, proxyOfServer } from "./proxy-of-server";
import { type CloudRefusal, whyNotOnline } from "./running-mode";
import { openWire, type Wire, type WireOptions, type WireResponse } from "./wire";

/** Thrown before any name is resolved or any socket opened. */
export class CloudRefusedError extends Error {
  override name = "CloudRefusedError";
  readonly params: Record<string, string | number> = {};
  constructor(readonly code: CloudRefusal) {
    super(code);
  }
}

/** The cloud the role belongs to, as its row says. */
export interface CloudEnvironment {
  id: string;
  catalogueMetadataUrl: string | null;
  catalogueTargetsUrl: string | null;
  catalogueTrustedRoot: unknown;
  usageDataUrl: string | null;
}

/**
 * The only way from this product to the cloud. Each request asks anew for the mode the role is *running* in,
 * so that a client opened a moment before the role went offline is as silent as one opened after: `get` and `send`
 * also throw CloudRefusedError.
 */
export interface CloudClient extends Wire {
  environment: CloudEnvironment;
  /** Parallel range streams the role allows itself. */
  streams: number;
}

/** How slow the cloud may be before it is given up. */
export type CloudPatience = Pick<WireOptions, "idleTimeoutMs" | "slowest">;

/** Whose way to the cloud is taken: through its proxy, with its credentials. A thread is one. */
export interface CloudHost extends HostedServer {
  clock: Clock;
}

/** @throws CloudRefusedError */
export async function openCloudClient(host: CloudHost, patience: CloudPatience = {}): Promise<CloudClient> {
  await admit(host.db);
  const role = await readSettings(host.db);
  const proxy = await proxyOfServer(host);
  const wire = openGuardedWire(host, { ...patience, ...role, proxy });
  return { ...wire, environment: role, streams: role.downloadStreams };
}

/**
 * The same way to another cloud than the role's own: an app of Azure may be of any environment.
 * @throws CloudRefusedError
 * @returns null when no such environment is known
 */
export async function openEnvironmentWire(
  host: CloudHost,
  environmentId: string,
  patience: CloudPatience = {},
): Promise<Wire | null> {
  const { db } = host;
  await admit(db);
  const [environment] = await db
    .select({ certificateAuthorities: cloudEnvironments.certificateAuthorities })
    .from(cloudEnvironments)
    .where(eq(cloudEnvironments.id, environmentId));
  if (!environment) return null;
  return openGuardedWire(host, { ...patience, ...environment, proxy: await proxyOfServer(host) });
}

/** Others wait behind it. */
const WEBHOOK_IDLE_MS = 20 * Second.ms;

/**
 * The way to a web address that an administrator entered, for notifications. It is guarded like the way to the cloud, goes
 * through the server's proxy, and never to an address where a cloud tells its machines their secrets.
 * @throws CloudRefusedError, which `send` throws as well, beside AddressRefusedError
 */
export async function openWebhookWire(host: HostedServer): Promise<Pick<Wire, "send" | "close">> {
  const { db } = host;
  await admit(db);
  const { certificateAuthorities } = await readSettings(db);
  const proxy = await proxyOfServer(host);
  const wire = openWire({ certificateAuthorities, proxy, idleTimeoutMs: WEBHOOK_IDLE_MS });
  return {
    async send(method, url, options) {
      await admit(db);
      await refuseMetadataAddress(url, proxy === null);
      return wire.send(method, url, options);
    },
    close: () => wire.close(),
  };
}

interface WaySettings extends CloudPatience {
  certificateAuthorities: string | null;
  proxy: ProxyServer | null;
}

function openGuardedWire(
  { db, clock, serverId }: CloudHost,
  { certificateAuthorities, proxy, idleTimeoutMs, slowest }: WaySettings,
): Wire {
  const wire = openWire({ idleTimeoutMs, slowest, certificateAuthorities, proxy });
  let recordedAt = 0;
  const recordContact = async () => {
    const now = clock.now();
    if (now.getTime() - recordedAt < Minute.ms) return;
    recordedAt = now.getTime();
    // Of the role only while this server holds it: a contact of an earlier holder is none of the next one's.
    const heldHere = db
      .select({ id: siteSystemRoles.id })
      .from(siteSystemRoles)
      .where(eq(siteSystemRoles.serverId, serverId));
    await db
      .update(serviceConnectionPoint)
      .set({ lastCloudConnectionAt: now })
      .where(inArray(serviceConnectionPoint.roleId, heldHere));
  };
  const guarded = async (ask: () => Promise<WireResponse>) => {
    await admit(db);
    const response = await ask();
    // Only shown; an answer that is there is worth more than the note of it.
    await recordContact().catch(() => {});
    return response;
  };
  return {
    get: (url, options) => guarded(() => wire.get(url, options)),
    send: (method, url, options) => guarded(() => wire.send(method, url, options)),
    close: () => wire.close(),
  };
}

async function admit(db: Database) {
  const refusal = await whyNotOnline(db);
  if (refusal) throw new CloudRefusedError(refusal);
}

async function readSettings(db: Database) {
  const [settings] = await db
    .select({
      id: cloudEnvironments.id,
      catalogueMetadataUrl: cloudEnvironments.catalogueMetadataUrl,
      catalogueTargetsUrl: cloudEnvironments.catalogueTargetsUrl,
      catalogueTrustedRoot: cloudEnvironments.catalogueTrustedRoot,
      usageDataUrl: cloudEnvironments.usageDataUrl,
      certificateAuthorities: cloudEnvironments.certificateAuthorities,
      downloadStreams: serviceConnectionPoint.downloadStreams,
    })
    .from(serviceConnectionPoint)
    .innerJoin(cloudEnvironments, eq(cloudEnvironments.id, serviceConnectionPoint.environmentId));
  if (!settings) throw new CloudRefusedError("role-not-installed");
  return settings;
}
