import { and, eq, inArray } from "drizzle-orm";
import type { Ctx } from "@/lib/context";
import type { Database } from "@/lib/db/connection";
import { azureOperations } from "@/lib/db/schema";
import { fail, ok, type Result } from "@/lib/result";
import { sealForRoleHolder } from "@/lib/secrets/seal-for-role-holder";
import { lockApplication } from "../applications/lock-application";
import { parseDay, whyNoSecret } from "../fields";
import { clientSecretPurpose } from "../model";
import { findOpenOperation } from "../operations/find-open-operation";
import { requestOperation } from "../operations/request-operation";
import { findSignedIn } from "../sign-in/find-signed-in";
import { endOfValidity } from "./end-of-validity";
import { RENEW_SECRET_KEY, RENEWAL_KINDS, REPLACE_SECRET_KEY } from "./orders";

/** What was asked for, as the audit message says it. */
export interface OrderedRenewal {
  operationId: string;
  name: string;
  clientId: string;
  /** `YYYY-MM-DD` */
  newExpiry: string;
}

interface Renewal {
  applicationId: string;
  signInId: string;
  validityYears: 1 | 2;
  batchId?: string;
}

export type RenewalRefusal =
  | "application-not-found"
  | "application-without-secret"
  | "renewal-not-offered"
  | "operation-under-way"
  | "sign-in-not-found"
  | "sign-in-of-another-cloud"
  | "sign-in-of-another-tenant";

/** Asks for the renewal of the key of a created app, in the caller's transaction. */
export async function orderRenewal(
  ctx: Ctx,
  { applicationId, signInId, validityYears, batchId }: Renewal,
): Promise<Result<OrderedRenewal, RenewalRefusal>> {
  const found = await findRenewable(ctx.db, applicationId);
  if (!found.ok) return found;
  const { application, tenant } = found.value;
  if (application.origin !== "created")
    return fail("renewal-not-offered", { field: "applicationId", params: { app: application.name } });
  const account = await findSignedIn(ctx, signInId, tenant.environmentId);
  if (!account.ok) return account;
  if (account.value.tenantId !== tenant.tenantId)
    return fail("sign-in-of-another-tenant", { field: "signInId", params: { tenant: tenant.name } });
  const { clientId, name } = application;
  const operationId = await requestOperation(ctx, RENEW_SECRET_KEY, {
    environmentId: tenant.environmentId,
    signInId,
    applicationId,
    batchId,
    input: { tenantId: tenant.tenantId, clientId, name, validityYears },
  });
  return ok({
    operationId,
    name,
    clientId,
    newExpiry: endOfValidity(ctx.clock.now(), validityYears).toISOString().slice(0, 10),
  });
}

interface Replacement {
  applicationId: string;
  secret: string;
  /** `YYYY-MM-DD` */
  secretExpiresAt: string;
  batchId?: string;
}

export type ReplacementRefusal =
  | "application-not-found"
  | "application-without-secret"
  | "operation-under-way"
  | "day-malformed"
  | "secret-expiry-past"
  | "secret-is-id"
  | "secret-malformed"
  | "role-not-running";

/** Asks for an entered key to take the place of the one in use; it is sealed here and nowhere in clear from then on. */
export async function orderReplacement(
  ctx: Ctx,
  { applicationId, secret, secretExpiresAt, batchId }: Replacement,
): Promise<Result<OrderedRenewal, ReplacementRefusal>> {
  const found = await findRenewable(ctx.db, applicationId);
  if (!found.ok) return found;
  const { application, tenant } = found.value;
  const noSecret = whyNoSecret(secret);
  if (noSecret) return fail(noSecret, { field: "secret" });
  const expiry = parseDay(secretExpiresAt);
  if (!expiry) return fail("day-malformed", { field: "secretExpiresAt" });
  if (expiry <= ctx.clock.now()) return fail("secret-expiry-past", { field: "secretExpiresAt" });
  const { clientId, name } = application;
  const { tenantId, environmentId } = tenant;
  const sealed = await sealForRoleHolder(ctx.db, clientSecretPurpose(tenantId, clientId), secret);
  if (!sealed) return fail("role-not-running");
  const operationId = await requestOperation(ctx, REPLACE_SECRET_KEY, {
    environmentId,
    applicationId,
    batchId,
    secret: sealed,
    input: { tenantId, clientId, name, secretExpiresAt: expiry.toISOString() },
  });
  return ok({ operationId, name, clientId, newExpiry: secretExpiresAt.trim() });
}

/** An app with a key that is not being renewed already. Its row is locked, so that two who ask are one after the other. */
async function findRenewable(db: Database, applicationId: string) {
  const found = await lockApplication(db, applicationId);
  if (!found) return fail("application-not-found", { field: "applicationId" });
  if (found.application.kind !== "server")
    return fail("application-without-secret", {
      field: "applicationId",
      params: { app: found.application.name },
    });
  const ofApp = eq(azureOperations.applicationId, applicationId);
  const open = await findOpenOperation(db, and(ofApp, inArray(azureOperations.kind, [...RENEWAL_KINDS])));
  if (open) return fail("operation-under-way", { field: "applicationId", params: { operationId: open.id } });
  return ok(found);
}
