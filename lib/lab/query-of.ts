import type { IncomingMessage } from "node:http";

/** What follows the `?` of a request's address. */
export const queryOf = ({ url = "/" }: Pick<IncomingMessage, "url">): URLSearchParams =>
  new URLSearchParams(url.split("?").slice(1).join("?"));
