import { z } from "zod";
import { plannedDependents } from "./dependents/planned-dependents";
import type { RoleChangeOrder } from "./model";

export const expandSiteInput = z.object({
  oldHolder: z.enum(["alive", "unreachable"]),
  plan: plannedDependents.default([]),
  /** Of the stand-alone primary site that gets a parent. */
  primarySiteCode: z.string(),
  /** Of the central administration site. */
  siteCode: z.string(),
  siteName: z.string(),
});

export type ExpandSiteInput = z.infer<typeof expandSiteInput>;

export const EXPAND_SITE = {
  kind: "expand",
  input: expandSiteInput,
  steps: [
    "check-expansion",
    "check-server",
    "stop-threads",
    "hand-over",
    "switch",
    "start-threads",
    "clear-components",
    "verify",
  ],
  pointOfNoReturn: "switch",
} as const satisfies RoleChangeOrder<ExpandSiteInput, string>;
