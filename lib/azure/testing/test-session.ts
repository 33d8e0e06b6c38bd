import type { AzureSession } from "../azure-session";
import { TENANT } from "./fake-azure";

export const APP = "99999999-8888-4777-8666-555555555555";

/** Somebody who has tokens, without having asked for them. */
export const testSession = (kind: AzureSession["kind"] = "app"): AzureSession => ({
  kind,
  caller: { tenantId: TENANT, clientId: APP },
  graphToken: async () => "graph-token",
  armToken: async () => "arm-token",
  close: () => {},
});
