import type { IncomingMessage } from "node:http";

const LOCAL_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** The socket says where from; the host name keeps a web page from being tricked into it (DNS rebinding). */
export const isFromThisComputer = (request: IncomingMessage): boolean =>
  /^(::ffff:)?127\.|^::1$/.test(request.socket.remoteAddress ?? "") && isLocalHost(request.headers.host);

/** Whether no page of another origin sent it. Browsers say where a form comes from; other clients carry no cookies. */
export const isFromOwnPage = (request: IncomingMessage): boolean =>
  isFromThisComputer(request) &&
  (request.headers.origin === undefined || request.headers.origin === originOf(request));

/** The lab's own origin, as the client spells it. */
export const originOf = (request: Pick<IncomingMessage, "headers">): string =>
  `https://${request.headers.host ?? ""}`;

const isLocalHost = (host: string | undefined): boolean => LOCAL_HOST.test(host ?? "");
