import { sendPage } from "../../pages/send-page";
import type { Exchange } from "../../router";
import type { Refusal } from "../aadsts-errors";
import type { IdentityService } from "../identity-service";
import { supportOf, traceIds } from "../refusal-body";
import { refusalPage } from "./sign-in-pages";

/** Tells the user, because there is no app that could be told. */
export function showRefusal(service: IdentityService, exchange: Exchange, refusal: Refusal): void {
  sendPage(exchange.response, 400, refusalPage(refusal, supportOf(traceIds(exchange), service.now())));
}
