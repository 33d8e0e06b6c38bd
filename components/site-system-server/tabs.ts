import type { ComponentType } from "react";
import type { Action } from "@/lib/access/permissions";
import type { SiteSystemServer } from "@/lib/hierarchy/model";
import { AccountTab } from "./account-tab";
import { GeneralTab } from "./general-tab";
import { ProxyTab } from "./proxy-tab";
import { RolesTab } from "./roles-tab";

export interface ServerTab {
  /** Names it in the address; its label is `serversPage.tabs.<id>`. */
  id: string;
  needs: Action;
  Content: ComponentType<{ server: SiteSystemServer }>;
}

/** The tabs of a site system server's page, in the order of the product's properties dialog. */
export const SERVER_TABS = [
  { id: "general", needs: "role.view", Content: GeneralTab },
  { id: "account", needs: "role.view", Content: AccountTab },
  { id: "roles", needs: "role.view", Content: RolesTab },
  { id: "proxy", needs: "proxy.view", Content: ProxyTab },
] as const satisfies readonly ServerTab[];
