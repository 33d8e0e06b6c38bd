import { sql } from "drizzle-orm";
import {
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { cloudEnvironments } from "./cloud";
import { bytea, timestamptz } from "./columns";
import { siteSystemServers } from "./hierarchy";

/** Params of a failure: what its sentence needs. Never a secret. */
export type AzureFailureParams = Record<string, string | number>;

/**
 * The public key that secrets are sealed to, one for each server that holds or held the role. The private key is in
 * a file of that server and nowhere else.
 */
export const sealingKeys = pgTable("sealing_keys", {
  serverId: uuid("server_id")
    .primaryKey()
    .references(() => siteSystemServers.id, { onDelete: "cascade" }),
  /** X25519, raw, base64url. */
  publicKey: text("public_key").notNull(),
  /** SHA-256 of the raw public key, hex: names the key that a secret was sealed to. */
  fingerprint: text("fingerprint").notNull().unique(),
  createdAt: timestamptz("created_at").notNull(),
});

/** `AAD_Tenant_Ex`: an Azure AD tenant the hierarchy knows. */
export const azureTenants = pgTable(
  "azure_tenants",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    environmentId: text("environment_id")
      .notNull()
      .references(() => cloudEnvironments.id),
    /** Directory ID. */
    tenantId: uuid("tenant_id").notNull(),
    /** Friendly name inside the product. */
    name: text("name").notNull(),
    /** Its initial or default domain, once Azure said it. */
    domain: text("domain"),
    createdAt: timestamptz("created_at").notNull(),
    createdBy: text("created_by").notNull(),
  },
  (t) => [unique("azure_tenants_once").on(t.environmentId, t.tenantId)],
);

/** `SMS_AAD_Application_Ex`: the web app (server) or native app (client) that services use. */
export const azureApplications = pgTable(
  "azure_applications",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    tenant: uuid("tenant")
      .notNull()
      .references(() => azureTenants.id),
    kind: text("kind").$type<"server" | "client">().notNull(),
    name: text("name").notNull(),
    /** Application ID. */
    clientId: uuid("client_id").notNull(),
    /** Its id in Graph, for created applications. */
    objectId: uuid("object_id"),
    /** `IdentifierUri`; null for a client app. */
    appIdUri: text("app_id_uri"),
    homePageUrl: text("home_page_url"),
    replyUrl: text("reply_url"),
    origin: text("origin").$type<"created" | "imported">().notNull(),
    createdAt: timestamptz("created_at").notNull(),
    createdBy: text("created_by").notNull(),
    settingsUpdatedAt: timestamptz("settings_updated_at"),
  },
  (t) => [
    unique("azure_applications_once").on(t.tenant, t.clientId),
    uniqueIndex("azure_applications_app_id_uri").on(t.tenant, t.appIdUri),
    check("azure_applications_server_has_uri", sql`${t.kind} <> 'server' or ${t.appIdUri} is not null`),
  ],
);

/**
 * The secret keys of a server app. `current` is what the services use; it stays until another one is proved and takes
 * its place in one transaction, and is `previous` then until the grace is over.
 */
export const azureApplicationSecrets = pgTable(
  "azure_application_secrets",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    applicationId: uuid("application_id")
      .notNull()
      .references(() => azureApplications.id, { onDelete: "cascade" }),
    state: text("state").$type<"current" | "previous">().notNull(),
    /** Only the server whose key has this fingerprint can open it. Null once it is wiped. */
    sealed: bytea("sealed"),
    sealedTo: text("sealed_to").notNull(),
    /** `keyId` of the password credential, when this product made it. */
    keyId: uuid("key_id"),
    expiresAt: timestamptz("expires_at").notNull(),
    createdAt: timestamptz("created_at").notNull(),
    /** When a token was last had with it. */
    provedAt: timestamptz("proved_at").notNull(),
  },
  (t) => [
    uniqueIndex("azure_application_secrets_one_current").on(t.applicationId).where(sql`state = 'current'`),
    index("azure_application_secrets_expiry").on(t.expiresAt),
  ],
);

export type AzureServiceType =
  | "CloudManagement"
  | "LogAnalyticsConnector"
  | "StoreForBusiness"
  | "DesktopAnalytics";

/** `SMS_Azure_CloudService`: one connection of the hierarchy with a cloud service. */
export const azureServices = pgTable(
  "azure_services",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    type: text("type").$type<AzureServiceType>().notNull(),
    name: text("name").notNull(),
    description: text("description").notNull().default(""),
    /** That of its server app; here for the rule of one service for each tenant. */
    tenant: uuid("tenant")
      .notNull()
      .references(() => azureTenants.id),
    serverApplicationId: uuid("server_application_id")
      .notNull()
      .references(() => azureApplications.id),
    clientApplicationId: uuid("client_application_id").references(() => azureApplications.id),
    /** Of its configuration page; its shape belongs to the service. */
    settings: jsonb("settings").$type<Record<string, unknown>>().notNull().default({}),
    createdAt: timestamptz("created_at").notNull(),
    createdBy: text("created_by").notNull(),
    /** The last proof that the connection works. Null before the first. */
    provedAt: timestamptz("proved_at"),
    /** `ok`, or the code of what is wrong. */
    proofCode: text("proof_code"),
    proofParams: jsonb("proof_params").$type<AzureFailureParams>(),
    /** Since when the proof says so. */
    proofSince: timestamptz("proof_since"),
  },
  (t) => [
    unique("azure_services_name").on(t.name),
    // reference/azure-services.md §3: Cloud Management once for each tenant, the others once.
    uniqueIndex("azure_services_one_of_type").on(t.type).where(sql`type <> 'CloudManagement'`),
    uniqueIndex("azure_services_once_per_tenant").on(t.type, t.tenant),
    check(
      "azure_services_client_app",
      sql`(${t.type} = 'CloudManagement') = (${t.clientApplicationId} is not null)`,
    ),
  ],
);

export interface AzureAccount {
  objectId: string;
  name: string;
  username: string;
  tenantId: string;
  tenantName: string;
  tenantDomain: string;
  /** Display names of the directory roles the account holds. */
  directoryRoles: string[];
}

/** What the portal shows so that the administrator can sign in. */
export type AzureSignInPrompt =
  | { method: "device-code"; userCode: string; verificationUri: string; expiresAt: string }
  | { method: "redirect"; url: string; expiresAt: string };

/**
 * An administrator's sign-in to Azure. His tokens live in the memory of the executive that holds the role, for one
 * operation (or one renewal of several apps of a tenant); this row says how far it is.
 */
export const azureSignIns = pgTable(
  "azure_sign_ins",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    environmentId: text("environment_id")
      .notNull()
      .references(() => cloudEnvironments.id),
    /** Directory ID he must sign in to; null: any work or school account. */
    tenantId: uuid("tenant_id"),
    method: text("method").$type<"device-code" | "redirect">().notNull(),
    /** `closed`: used, given up or lost with the process that held it. */
    state: text("state").$type<"waiting" | "prompting" | "signed-in" | "failed" | "closed">().notNull(),
    prompt: jsonb("prompt").$type<AzureSignInPrompt>(),
    /** Sealed answer of the redirect, until it is redeemed. */
    sealedAnswer: bytea("sealed_answer"),
    /** Where the answer of a redirect comes back to, on this portal. */
    redirectUri: text("redirect_uri"),
    account: jsonb("account").$type<AzureAccount>(),
    failureCode: text("failure_code"),
    failureParams: jsonb("failure_params").$type<AzureFailureParams>(),
    requestedBy: text("requested_by").notNull(),
    requestedAt: timestamptz("requested_at").notNull(),
    /** Unused beyond it, the tokens are given up. */
    expiresAt: timestamptz("expires_at").notNull(),
  },
  (t) => [index("azure_sign_ins_state").on(t.state)],
);

export type AzureStepState = "waiting" | "running" | "done" | "failed" | "undone";

export interface AzureStep {
  id: string;
  state: AzureStepState;
  startedAt?: string;
  finishedAt?: string;
}

/** Work in Azure that the portal asked for and the executive that holds the role does, step by step. */
export const azureOperations = pgTable(
  "azure_operations",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    kind: text("kind").notNull(),
    state: text("state")
      .$type<"waiting" | "running" | "sign-in-needed" | "stopped" | "undoing" | "complete" | "failed">()
      .notNull()
      .default("waiting"),
    environmentId: text("environment_id")
      .notNull()
      .references(() => cloudEnvironments.id),
    signInId: uuid("sign_in_id").references(() => azureSignIns.id),
    applicationId: uuid("application_id").references(() => azureApplications.id, { onDelete: "set null" }),
    serviceId: uuid("service_id").references(() => azureServices.id, { onDelete: "set null" }),
    /** Operations that were asked for together. */
    batchId: uuid("batch_id"),
    /** What was asked for; its shape belongs to the kind. Never a secret. */
    input: jsonb("input").$type<Record<string, unknown>>().notNull(),
    /** A secret on its way, sealed to the role holder; wiped when the operation is over. */
    sealed: bytea("sealed"),
    /** What the steps learned so far: ids, names, dates. Never a secret. */
    facts: jsonb("facts").$type<Record<string, unknown>>().notNull().default({}),
    steps: jsonb("steps").$type<AzureStep[]>().notNull(),
    failureCode: text("failure_code"),
    failureParams: jsonb("failure_params").$type<AzureFailureParams>(),
    /** What could not be taken back in Azure: the administrator is told and may do it by hand. */
    leftovers: jsonb("leftovers")
      .$type<{ what: string; params: AzureFailureParams }[]>()
      .notNull()
      .default([]),
    requestedBy: text("requested_by").notNull(),
    requestedAt: timestamptz("requested_at").notNull(),
    startedAt: timestamptz("started_at"),
    finishedAt: timestamptz("finished_at"),
    /** The next step is not begun earlier. */
    notBefore: timestamptz("not_before"),
  },
  (t) => [
    index("azure_operations_state").on(t.state),
    index("azure_operations_application").on(t.applicationId, t.requestedAt),
    index("azure_operations_batch").on(t.batchId),
    // Two renewals of one app at once would remove each other's keys.
    uniqueIndex("azure_operations_one_open_per_application")
      .on(t.applicationId)
      .where(sql`state not in ('complete','failed') and kind in ('renew-secret-key','replace-secret-key')`),
  ],
);

/** Which warnings of a secret's expiry were given: each once. */
export const secretExpiryNotices = pgTable(
  "secret_expiry_notices",
  {
    secretId: uuid("secret_id")
      .notNull()
      .references(() => azureApplicationSecrets.id, { onDelete: "cascade" }),
    /** 90, 60, 30, 14, 7, 1; 0: it has expired. */
    daysBefore: integer("days_before").notNull(),
    givenAt: timestamptz("given_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.secretId, t.daysBefore] })],
);
