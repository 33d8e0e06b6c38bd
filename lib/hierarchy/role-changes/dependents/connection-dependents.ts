import { proxyAddressOf } from "@/lib/connectivity/proxy-of-server";
import type { DependentReader } from "./model";

/** Entered on the server itself: the next one has its own, or none (reference/role.md §10). */
export const proxy: DependentReader = async ({ db, holder }) => {
  const used = holder && (await proxyAddressOf(db, holder.id));
  return used
    ? [
        {
          id: "proxy",
          state: "used",
          params: { proxy: `${used.host}:${used.port}`, server: holder.fqdn },
          blocks: false,
          link: `/hierarchy/servers/${holder.id}?tab=proxy`,
        },
      ]
    : [];
};

/** The server that holds the role is the one the firewall lets out. */
export const firewall: DependentReader = async ({ holder }) =>
  holder
    ? [
        {
          id: "firewall",
          state: "needed",
          params: { server: holder.fqdn },
          blocks: false,
          link: "/endpoints",
        },
      ]
    : [];
