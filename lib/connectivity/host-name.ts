import { z } from "zod";
import { isMetadataHost } from "./metadata-address";

const HOST_NAME = /^(?!-)[A-Za-z0-9-]{1,63}(\.(?!-)[A-Za-z0-9-]{1,63})*\.?$/;

/** Whether an administrator may name it as a server of the company: a name or an address, and none where a cloud tells its machines secrets. */
export function isServerName(host: string): boolean {
  const isAddress = z.ipv4().safeParse(host).success || z.ipv6().safeParse(host).success;
  return (isAddress || HOST_NAME.test(host)) && !isMetadataHost(host);
}
