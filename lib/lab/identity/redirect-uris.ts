import type { Application } from "../directory/model";

/**
 * Whether a redirect URI is among the registered ones: the same string, except that the port of `http://localhost` does
 * not matter (RFC 8252 §7.3), and a path that ends in `/*` stands for all below it.
 */
export const isRedirectOf = (registered: readonly string[], asked: string): boolean =>
  registered.some((uri) => {
    const [wanted, given] = [withoutLocalPort(uri), withoutLocalPort(asked)];
    return wanted.endsWith("/*") ? isBelow(wanted.slice(0, -1), given) : wanted === given;
  });

export const redirectUrisOf = ({ web, spa, publicClient }: Application): string[] => [
  ...web.redirectUris,
  ...spa.redirectUris,
  ...publicClient.redirectUris,
];

const withoutLocalPort = (uri: string): string =>
  uri.replace(/^http:\/\/localhost:\d+(?=\/|$)/, "http://localhost");

const isBelow = (folder: string, uri: string): boolean =>
  uri.startsWith(folder) && !uri.includes("/..") && !uri.includes("#");
