import { isFromOwnPage, originOf } from "../../local-request";
import { sendPage } from "../../pages/send-page";
import { queryOf } from "../../query-of";
import { readForm } from "../../read-body";
import { type Exchange, type LabRoute, sendJson } from "../../router";
import { type Refusal, refuse } from "../aadsts-errors";
import { findAnyClient, isPublicClient, readClientCredentials } from "../client-authentication";
import { DEVICE_CODE_LIFETIME_MS, type DeviceSignIn, type IdentityService } from "../identity-service";
import { sendRefusal, traceIds } from "../refusal-body";
import { requestedTenant } from "../requested-tenant";
import { parseScopes } from "../scopes";
import { normaliseUserCode } from "../user-code";
import { signIn } from "./sign-in";
import { deviceCodePage, deviceDonePage, deviceEndedPage } from "./sign-in-pages";

const DEVICE_LOGIN_PATH = "/devicelogin";
/** The real service says 5; a lab has no load to spare. */
const INTERVAL_SECONDS = 2;

/** Sign-in on another device: the code for the app, and the page where a person types it (§5). */
export function deviceRoutes(service: IdentityService): LabRoute[] {
  return [
    {
      methods: ["POST"],
      path: "/:tenant/oauth2/v2.0/devicecode",
      async handle(exchange) {
        const form = await readForm(exchange.request);
        const begun = begin(service, exchange, form);
        if ("code" in begun) return sendRefusal(exchange, begun, service.now());
        traceIds(exchange);
        sendJson(exchange.response, 200, begun);
      },
    },
    {
      methods: ["GET"],
      path: DEVICE_LOGIN_PATH,
      handle: ({ request, response }) =>
        sendPage(response, 200, deviceCodePage(queryOf(request).get("otc") ?? "", null)),
    },
    {
      methods: ["POST"],
      path: DEVICE_LOGIN_PATH,
      async handle(exchange) {
        const { request, response } = exchange;
        if (!isFromOwnPage(request)) return sendJson(response, 403, { code: "forbidden" });
        await goOn(service, exchange, await readForm(request));
      },
    },
  ];
}

function begin(service: IdentityService, { request, params }: Exchange, form: URLSearchParams) {
  const segment = params.tenant ?? "";
  const tenant = requestedTenant(service, segment);
  if (!tenant.ok) return tenant;
  if (!tenant.value && segment.toLowerCase() !== "organizations") return refuse("AADSTS90133");
  const { clientId } = readClientCredentials(request, form);
  const application = findAnyClient(service, tenant.value, clientId);
  if (!application.ok) return application;
  if (!isPublicClient(application.value)) return refuse("AADSTS7000218");
  const scope = form.get("scope");
  if (!scope) return refuse("AADSTS90014", { field: "scope" });
  const scopes = parseScopes(scope);
  if (!scopes.ok) return scopes;

  const now = service.now();
  const signInOnDevice: DeviceSignIn = {
    clientId: application.value.appId,
    tenantId: tenant.value?.id ?? null,
    scopes: scopes.value,
    outcome: "pending",
  };
  const deviceCode = service.devices.add(signInOnDevice, now);
  const userCode = service.userCodes.add(deviceCode, now);
  const page = `${originOf(request)}${DEVICE_LOGIN_PATH}`;
  return {
    user_code: userCode,
    device_code: deviceCode,
    verification_uri: page,
    expires_in: DEVICE_CODE_LIFETIME_MS / 1000,
    interval: INTERVAL_SECONDS,
    message: `To sign in, use a web browser to open the page ${page} and enter the code ${userCode} to authenticate.`,
  };
}

async function goOn(service: IdentityService, exchange: Exchange, form: URLSearchParams): Promise<void> {
  const { response } = exchange;
  const userCode = normaliseUserCode(form.get("user_code") ?? "");
  const device = findDevice(service, userCode);
  if (typeof device === "string") return sendPage(response, 200, deviceCodePage(userCode, device));
  const tenant = device.tenantId === null ? null : (service.directory.tenant(device.tenantId) ?? null);
  const application = findAnyClient(service, tenant, device.clientId);
  if (!application.ok) return end(application);
  const step = await signIn(service, exchange, form, {
    tenant,
    clientId: device.clientId,
    appName: application.value.displayName,
    scopes: device.scopes,
    // Whoever sent the code may not be who reads it: nobody is signed in here without saying so.
    prompt: "login",
    loginHint: "",
    hidden: { user_code: userCode },
  });
  if (step.kind === "page") return sendPage(response, 200, step.page);
  if (step.kind === "refused") return end(step.refusal);
  device.outcome = step.signedIn.session;
  service.userCodes.remove(userCode);
  sendPage(response, 200, deviceDonePage(application.value.displayName));

  function end(refusal: Refusal): void {
    if (typeof device === "object") device.outcome = "declined";
    service.userCodes.remove(userCode);
    sendPage(response, 200, deviceEndedPage(refusal));
  }
}

/** @returns why there is none, in words */
function findDevice({ userCodes, devices, now }: IdentityService, userCode: string): DeviceSignIn | string {
  const code = userCodes.find(userCode, now());
  const device = code && devices.find(code.value, now());
  if (!code || !device) return "That code didn’t work. Check the code and try again.";
  return code.isExpired || device.isExpired
    ? "That code has expired. Ask the app for another one."
    : device.value;
}
