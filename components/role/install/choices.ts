import type { Mode } from "@/lib/hierarchy/model";

/** The pages of *Add Site System Roles* for the service connection point (reference/role.md §7.2). */
export const INSTALL_PAGES = ["server", "requirements", "role", "summary"] as const;
export type InstallPage = (typeof INSTALL_PAGES)[number];

export interface InstallChoices {
  serverId: string | null;
  mode: Mode;
  environmentId: string | null;
}

/** What keeps the reader on a page: a key of `roleInstall.missing`. */
export type Missing = "server" | "requirements" | "environment";

/** @param isReady the chosen server has answered and meets what it must */
export function missingOn(page: InstallPage, choices: InstallChoices, isReady: boolean): Missing | null {
  switch (page) {
    case "server":
      return choices.serverId ? null : "server";
    case "requirements":
      return isReady ? null : "requirements";
    case "role":
      return choices.environmentId ? null : "environment";
    case "summary":
      return null;
  }
}
