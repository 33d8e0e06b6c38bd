import { openArm } from "@/lib/azure/arm/arm-client";
import { listSubscriptions } from "@/lib/azure/arm/list-subscriptions";
import type { Azure } from "@/lib/azure/azure";
import { AzureError } from "@/lib/azure/azure-error";
import { GRAPH_GRANTORS } from "@/lib/azure/azure-need";
import type { AzureResource } from "@/lib/azure/azure-session";
import { getOrganization } from "@/lib/azure/graph/get-organization";
import { openGraph } from "@/lib/azure/graph/graph-client";
import type { AppSession } from "@/lib/azure/open-app-session";
import type { AzureServiceType } from "@/lib/db/schema";
import { SERVICE_RULES } from "../model";
import { OperationFailure } from "../operations/model";
import { rolesOfToken } from "./roles-of-token";

/** @throws AzureError OperationFailure when the service could not work with what the app may do */
type Question = (azure: Azure, session: AppSession) => Promise<void>;

/** What is asked first of all; null: a token is all that can be asked for without effect. */
const FIRST_QUESTIONS = {
  CloudManagement: async (azure, session) => {
    await getOrganization(openGraph(azure, session));
  },
  StoreForBusiness: null,
  DesktopAnalytics: null,
  LogAnalyticsConnector: async (azure, session) => {
    const visible = await listSubscriptions(openArm(azure, session));
    if (visible.length === 0)
      throw new OperationFailure("no-subscription-visible", { appId: session.caller.clientId });
  },
} as const satisfies Record<AzureServiceType, Question | null>;

/** Permissions that include another. */
const INCLUDED_IN: Readonly<Record<string, readonly string[]>> = {
  "Directory.Read.All": ["Directory.ReadWrite.All"],
};

/**
 * Whether an app may do what its service needs: the permissions of `SERVICE_RULES` are in its token, and the first
 * question of the service is answered.
 * @throws AzureError `permission-missing` names what is missing; OperationFailure
 */
export async function askFirstQuestion(
  azure: Azure,
  session: AppSession,
  type: AzureServiceType,
  resource: AzureResource,
): Promise<void> {
  const { permissions } = SERVICE_RULES[type];
  const roles = permissions && rolesOfToken(await session.token(resource, { fresh: true }));
  const missing = roles
    ? permissions.values.filter(
        (value) => ![value, ...(INCLUDED_IN[value] ?? [])].some((enough) => roles.includes(enough)),
      )
    : [];
  if (missing.length > 0) throw permissionMissing(azure, session, missing);
  await FIRST_QUESTIONS[type]?.(azure, session);
}

const permissionMissing = (
  { environment, http }: Azure,
  { caller }: AppSession,
  missing: string[],
): AzureError =>
  new AzureError("permission-missing", {
    ...http.paramsOf({ api: "login", caller, url: environment.loginUrl ?? "" }),
    status: 200,
    azureCode: "roles",
    requestId: "",
    permission: missing.join(", "),
    grantedBy: GRAPH_GRANTORS.join(", "),
    allowedTo: "",
  });
