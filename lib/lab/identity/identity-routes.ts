import type { Exchange, LabRoute } from "../router";
import { underFaults } from "../under-faults";
import { refuse } from "./aadsts-errors";
import type { IdentityService } from "./identity-service";
import { metadataRoutes } from "./metadata-routes";
import { refusalBody } from "./refusal-body";
import { adminConsentRoute } from "./sign-in/admin-consent-routes";
import { authorizeRoutes } from "./sign-in/authorize-routes";
import { deviceRoutes } from "./sign-in/device-routes";
import { logoutRoute } from "./sign-in/logout-route";
import { tokenRoutes } from "./token-routes";
import { userinfoRoute } from "./userinfo-route";

/** The identity platform at the root of the lab's origin: a tenant is the first segment of each path. */
export function identityRoutes(service: IdentityService): LabRoute[] {
  const routes = [
    ...metadataRoutes(service),
    ...tokenRoutes(service),
    ...authorizeRoutes(service),
    ...deviceRoutes(service),
    adminConsentRoute(service),
    logoutRoute(service),
    userinfoRoute(service),
  ];
  return underFaults(routes, service.faults, {
    tooManyRequests: (exchange: Exchange) => refusalBody(exchange, refuse("AADSTS90055"), service.now()),
    serverError: (exchange: Exchange) => refusalBody(exchange, refuse("AADSTS90024"), service.now()),
  });
}
