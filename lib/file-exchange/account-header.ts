/** The installation account as RFC 7617 writes it; it travels inside TLS in both directions only. */
export const authorizationOf = (userName: string, password: string): string =>
  `Basic ${Buffer.from(`${userName}:${password}`).toString("base64")}`;

/** @returns null for what is no such header */
export function readAuthorization(header: string): { userName: string; password: string } | null {
  const encoded = /^Basic ([A-Za-z0-9+/]+={0,2})$/.exec(header)?.[1];
  if (!encoded) return null;
  const text = Buffer.from(encoded, "base64").toString();
  const colon = text.indexOf(":");
  return colon < 0 ? null : { userName: text.slice(0, colon), password: text.slice(colon + 1) };
}
