import type { ThreadContext } from "@/lib/executive/component-thread";

export type RequirementParams = Record<string, string | number>;

/** What a server found out about itself; `unknown` where its operating system does not tell. */
export interface Finding {
  outcome: "passed" | "failed" | "unknown";
  /** What the sentences need. Never a secret. */
  params: RequirementParams;
}

/**
 * One thing a server needs to be a site system with the service connection point; the server's own executive looks. Its
 * words are in the messages under `requirements.checks.<id>`: what it is, why it matters, what was found, what to do.
 */
export interface Requirement {
  id: string;
  /** A failed `error` blocks the installation, a failed `warning` does not. */
  severity: "error" | "warning";
  run(thread: RequirementThread): Promise<Finding>;
}

export type RequirementThread = Pick<
  ThreadContext,
  "db" | "clock" | "serverId" | "serverFqdn" | "siteCode" | "installDir"
>;

/** As it is kept with the task and shown. */
export interface CheckedRequirement extends Finding {
  id: string;
  severity: Requirement["severity"];
}

export const passed = (params: RequirementParams = {}): Finding => ({ outcome: "passed", params });
export const failed = (params: RequirementParams): Finding => ({ outcome: "failed", params });
export const unknown = (params: RequirementParams = {}): Finding => ({ outcome: "unknown", params });
