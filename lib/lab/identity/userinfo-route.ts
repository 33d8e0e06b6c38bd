import { type LabRoute, sendJson } from "../router";
import type { IdentityService } from "./identity-service";
import { verifyAccessToken } from "./verify-access-token";

/** Who the bearer of a token for Graph is (OpenID Connect Core §5.3). */
export const userinfoRoute = (service: IdentityService): LabRoute => ({
  methods: ["GET", "POST"],
  path: "/oidc/userinfo",
  handle({ request, response }) {
    const verified = verifyAccessToken(service, request, "graph");
    const user =
      verified.ok && verified.value.tenant.users.find(({ id }) => id === verified.value.claims.oid);
    if (!verified.ok || !user) {
      response.setHeader("www-authenticate", 'Bearer error="invalid_token"');
      return sendJson(response, 401, { error: "invalid_token" });
    }
    sendJson(response, 200, {
      sub: verified.value.claims.sub,
      name: user.displayName,
      given_name: user.givenName,
      family_name: user.surname,
      email: user.mail,
    });
  },
});
