import { sendPage } from "../../pages/send-page";
import { queryOf } from "../../query-of";
import type { LabRoute } from "../../router";
import type { IdentityService } from "../identity-service";
import { redirectUrisOf } from "../redirect-uris";
import { endSession } from "./session-cookie";
import { signedOutPage } from "./sign-in-pages";

/** Ends the session; the browser goes back to an address only that some app registered. */
export const logoutRoute = (service: IdentityService): LabRoute => ({
  methods: ["GET"],
  path: "/:tenant/oauth2/v2.0/logout",
  handle(exchange) {
    const { request, response } = exchange;
    endSession(service, exchange);
    const query = queryOf(request);
    const back = query.get("post_logout_redirect_uri") ?? "";
    const registered = service.directory
      .tenants()
      .flatMap(({ applications }) => applications.flatMap((application) => redirectUrisOf(application)));
    if (!registered.includes(back)) return sendPage(response, 200, signedOutPage);
    const state = query.get("state");
    const location = new URL(back);
    if (state !== null) location.searchParams.set("state", state);
    response.writeHead(302, { location: location.href }).end();
  },
});
