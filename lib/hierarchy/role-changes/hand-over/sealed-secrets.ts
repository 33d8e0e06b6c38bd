import { createHash } from "node:crypto";
import { and, eq, isNotNull, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { z } from "zod";
import { clientSecretPurpose } from "@/lib/azure-services/model";
import type { Database } from "@/lib/db/connection";
import {
  azureApplicationSecrets,
  azureApplications,
  azureOperations,
  azureTenants,
  mailServer,
  notificationTargets,
} from "@/lib/db/schema";
import { MAIL_PASSWORD_PURPOSE, signatureSecretPurpose } from "@/lib/notifications/model";

/** A secret that only the server that holds the role can open. */
export interface SealedSecret {
  /** Its row. */
  id: string;
  /** What people call it. Never the secret. */
  name: string;
  /** What it is sealed for (`lib/secrets/seal.ts`). */
  purpose: string;
  sealed: Buffer;
}

/** The same secret, sealed to another server. */
export interface ResealedSecret {
  id: string;
  sealed: Buffer;
  sealedTo: string;
  /** `sourceOf` what it was sealed from. */
  source: string;
}

interface SecretSort {
  read(db: Database): Promise<SealedSecret[]>;
  /** Puts it in place, unless somebody entered another meanwhile. */
  put(tx: Database, secret: ResealedSecret): Promise<unknown>;
}

/** Names sealed bytes without keeping them: SHA-256, hex. */
export const sourceOf = (sealed: Uint8Array): string => createHash("sha256").update(sealed).digest("hex");

const isStill = (sealed: SQLWrapper, source: string): SQL =>
  sql`encode(sha256(${sealed}), 'hex') = ${source}`;

/** What an operation in Azure knows of the app whose secret it carries: as asked for, or as it learned it. */
const appOf = z.object({ tenantId: z.guid(), clientId: z.guid() });

/**
 * Everything that is sealed to the server that holds the role, by sort; a new sort is an entry here. Their words are in
 * the messages under `roleChanges.secrets`. `sealed-secrets.test.ts` holds the list against the columns of the database.
 */
export const SECRET_SORTS = {
  "application-secret": {
    async read(db) {
      const rows = await db
        .select({
          id: azureApplicationSecrets.id,
          sealed: azureApplicationSecrets.sealed,
          application: azureApplications.name,
          clientId: azureApplications.clientId,
          tenant: azureTenants.name,
          tenantId: azureTenants.tenantId,
        })
        .from(azureApplicationSecrets)
        .innerJoin(azureApplications, eq(azureApplications.id, azureApplicationSecrets.applicationId))
        .innerJoin(azureTenants, eq(azureTenants.id, azureApplications.tenant))
        .where(isNotNull(azureApplicationSecrets.sealed))
        .orderBy(azureTenants.name, azureApplications.name);
      return rows.flatMap(({ id, sealed, application, clientId, tenant, tenantId }) =>
        sealed
          ? [
              {
                id,
                sealed,
                name: `${application} (${tenant})`,
                purpose: clientSecretPurpose(tenantId, clientId),
              },
            ]
          : [],
      );
    },
    put: (tx, { id, sealed, sealedTo, source }) =>
      tx
        .update(azureApplicationSecrets)
        .set({ sealed, sealedTo })
        .where(and(eq(azureApplicationSecrets.id, id), isStill(azureApplicationSecrets.sealed, source))),
  },
  "operation-secret": {
    async read(db) {
      const rows = await db.select().from(azureOperations).where(isNotNull(azureOperations.sealed));
      return rows.flatMap(({ id, sealed, kind, input, facts }) => {
        const app = appOf.safeParse({ ...facts, ...input });
        if (!sealed || !app.success) return [];
        const { tenantId, clientId } = app.data;
        return [
          { id, sealed, name: `${kind} ${clientId}`, purpose: clientSecretPurpose(tenantId, clientId) },
        ];
      });
    },
    put: (tx, { id, sealed, sealedTo, source }) =>
      tx
        .update(azureOperations)
        .set({
          sealed,
          // A verification notes whose key opened it; the import that follows goes by that.
          facts: sql`case when ${azureOperations.facts} ? 'sealedTo'
            then ${azureOperations.facts} || jsonb_build_object('sealedTo', ${sealedTo}::text)
            else ${azureOperations.facts} end`,
        })
        .where(and(eq(azureOperations.id, id), isStill(azureOperations.sealed, source))),
  },
  "mail-password": {
    async read(db) {
      const [row] = await db.select().from(mailServer);
      return row?.password
        ? [{ id: "mail", sealed: row.password, name: row.host, purpose: MAIL_PASSWORD_PURPOSE }]
        : [];
    },
    put: (tx, { sealed, source }) =>
      tx.update(mailServer).set({ password: sealed }).where(isStill(mailServer.password, source)),
  },
  "webhook-signature": {
    async read(db) {
      const rows = await db.select().from(notificationTargets).where(isNotNull(notificationTargets.secret));
      return rows.flatMap(({ id, address, secret }) =>
        secret ? [{ id, sealed: secret, name: address, purpose: signatureSecretPurpose(id) }] : [],
      );
    },
    put: (tx, { id, sealed, source }) =>
      tx
        .update(notificationTargets)
        .set({ secret: sealed })
        .where(and(eq(notificationTargets.id, id), isStill(notificationTargets.secret, source))),
  },
} as const satisfies Record<string, SecretSort>;

export type SecretSortName = keyof typeof SECRET_SORTS;
export const SECRET_SORT_NAMES = Object.keys(SECRET_SORTS) as SecretSortName[];

/** As it is told and kept: by name, never by value. */
export interface NamedSecret {
  sort: SecretSortName;
  name: string;
}

/** Every secret that is sealed to the server that holds the role. */
export async function readSealedSecrets(db: Database): Promise<(SealedSecret & NamedSecret)[]> {
  const found: (SealedSecret & NamedSecret)[] = [];
  for (const sort of SECRET_SORT_NAMES)
    found.push(...(await SECRET_SORTS[sort].read(db)).map((secret) => ({ sort, ...secret })));
  return found;
}

export const namedSecrets = z.array(z.object({ sort: z.enum(SECRET_SORT_NAMES), name: z.string() }));
