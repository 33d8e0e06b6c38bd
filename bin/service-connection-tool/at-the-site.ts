import { setTimeout as delay } from "node:timers/promises";
import { CommandLineError } from "@/bin/command-line/error";
import { type Hierarchy, openHierarchy } from "@/bin/command-line/hierarchy";
import { ConfigError } from "@/lib/config";
import { whyNotOnline } from "@/lib/connectivity/running-mode";
import { hasThisSchema } from "@/lib/db/schema-version";
import { PRODUCT_VERSION } from "@/lib/product-version";
import type { Result } from "@/lib/result";
import { EXIT, ToolError } from "./exit-codes";
import type { Tool } from "./tool";

const LOOK_INTERVAL_MS = 500;

/**
 * Runs `work` with the site database of the hierarchy that this computer serves, if the tool is of its version.
 * @throws ToolError `tool-database-missing`, `tool-version-mismatch`
 */
export async function withHierarchy<T>(work: (hierarchy: Hierarchy) => Promise<T>): Promise<T> {
  const hierarchy = await openHierarchy().catch((error: unknown) => {
    if (!(error instanceof CommandLineError || error instanceof ConfigError)) throw error;
    throw new ToolError("tool-database-missing", { detail: error.message }, EXIT.unavailable);
  });
  try {
    const isOurs = await hasThisSchema(hierarchy.ctx.db).catch((error: Error) => {
      throw new ToolError("tool-database-missing", { detail: error.message }, EXIT.unavailable);
    });
    if (!isOurs)
      throw new ToolError("tool-version-mismatch", { tool: PRODUCT_VERSION, other: "another version" });
    return await work(hierarchy);
  } finally {
    await hierarchy.close();
  }
}

/** Preparing and importing are for offline mode (reference/updates.md §17). */
export async function requireOffline({ ctx }: Hierarchy): Promise<void> {
  const refusal = await whyNotOnline(ctx.db);
  if (refusal === null) throw new ToolError("offline-mode-required");
  if (refusal !== "role-offline") throw new ToolError(refusal);
}

/** The value of a use case, or its refusal as the end of the tool. */
export async function answerOf<T>(result: Promise<Result<T>>): Promise<T> {
  const answer = await result;
  if (!answer.ok) throw new ToolError(answer.code, answer.params);
  return answer.value;
}

/**
 * Looks until there is something.
 * @throws ToolError `tool-thread-silent` when nothing came in time
 */
export async function until<T>(tool: Tool, withinMs: number, look: () => Promise<T | null>): Promise<T> {
  for (
    const deadline = Date.now() + withinMs;
    ;
    await delay(LOOK_INTERVAL_MS, undefined, { signal: tool.signal })
  ) {
    const found = await look();
    if (found !== null) return found;
    if (Date.now() >= deadline) throw new ToolError("tool-thread-silent", {}, EXIT.unavailable);
  }
}
