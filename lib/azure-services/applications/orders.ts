import { z } from "zod";
import type { AzureServiceType } from "@/lib/db/schema";
import { SERVICE_TYPES } from "../model";
import type { OperationOrder } from "../operations/order";

export const serviceTypeField = z.enum(SERVICE_TYPES as [AzureServiceType, ...AzureServiceType[]]);

const importedServer = z.object({
  tenantName: z.string(),
  tenantId: z.guid(),
  name: z.string(),
  clientId: z.guid(),
  secretExpiresAt: z.iso.datetime(),
  appIdUri: z.string(),
  serviceType: serviceTypeField,
});
export type ImportedServerApplication = z.infer<typeof importedServer>;

/** Whether an imported web app is what was entered. Its secret is kept, sealed, until the app is imported. */
export const VERIFY_APPLICATION = {
  kind: "verify-application",
  input: importedServer,
  steps: ["ask-token", "check-permissions"],
} as const satisfies OperationOrder<ImportedServerApplication, string>;

const importedClient = z.object({
  serverApplicationId: z.guid(),
  tenantId: z.guid(),
  name: z.string(),
  clientId: z.guid(),
});
export type ImportedClientApplication = z.infer<typeof importedClient>;

export const VERIFY_CLIENT_APPLICATION = {
  kind: "verify-client-application",
  input: importedClient,
  steps: ["ask-device-code"],
} as const satisfies OperationOrder<ImportedClientApplication, string>;

const createdServer = z.object({
  /** Of the administrator who signed in. */
  tenantId: z.guid(),
  tenantName: z.string(),
  tenantDomain: z.string(),
  serviceType: serviceTypeField,
  name: z.string(),
  homePageUrl: z.string(),
  appIdUri: z.string(),
  validityYears: z.union([z.literal(1), z.literal(2)]),
});
export type CreatedServerApplication = z.infer<typeof createdServer>;

export const CREATE_SERVER_APPLICATION = {
  kind: "create-server-application",
  input: createdServer,
  steps: [
    "create-application",
    "create-service-principal",
    "grant-consent",
    "create-secret",
    "prove-secret",
    "save-application",
  ],
} as const satisfies OperationOrder<CreatedServerApplication, string>;

const createdClient = z.object({
  tenantId: z.guid(),
  serverApplicationId: z.guid(),
  serverClientId: z.guid(),
  name: z.string(),
  replyUrl: z.string(),
});
export type CreatedClientApplication = z.infer<typeof createdClient>;

export const CREATE_CLIENT_APPLICATION = {
  kind: "create-client-application",
  input: createdClient,
  steps: ["create-application", "create-service-principal", "grant-consent", "save-application"],
} as const satisfies OperationOrder<CreatedClientApplication, string>;

const updatedSettings = z.object({
  tenantId: z.guid(),
  kind: z.enum(["server", "client"]),
  clientId: z.guid(),
  /** What a server app needs permissions for. */
  serviceTypes: z.array(serviceTypeField),
  /** Server apps that a client app acts at. */
  serverClientIds: z.array(z.guid()),
});
export type UpdatedSettings = z.infer<typeof updatedSettings>;

export const UPDATE_APPLICATION_SETTINGS = {
  kind: "update-application-settings",
  input: updatedSettings,
  steps: [
    "find-application",
    "update-application",
    "create-service-principal",
    "grant-consent",
    "save-settings",
  ],
} as const satisfies OperationOrder<UpdatedSettings, string>;
