import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { writeFileAtomic } from "@/lib/updates/publish/atomic-file";
import { exportUsageData } from "@/lib/usage-data/export-usage-data";
import { listUsageDataRuns } from "@/lib/usage-data/list-usage-data-runs";
import type { ExportArguments } from "./arguments";
import { answerOf, withHierarchy } from "./at-the-site";
import { EXIT, type ExitCode, ToolError } from "./exit-codes";
import type { Tool } from "./tool";

/** `-export`: the newest usage data as a table, to be read before it is carried; in either mode. */
export const exportMode = (tool: Tool, { dest }: ExportArguments): Promise<ExitCode> =>
  withHierarchy(async ({ ctx }) => {
    const { rows: runs } = await answerOf(listUsageDataRuns(ctx, {}));
    const newest = runs.find(({ purpose, state }) => purpose !== "preview" && state === "complete");
    if (!newest) throw new ToolError("tool-no-usage-data");
    const { content, rows } = await answerOf(exportUsageData(ctx, { runId: newest.runId, format: "csv" }));
    const file = tool.resolve(dest);
    await writeFileAtomic(file, await buffer(Readable.from(content)));
    tool.step("exported", { path: file, rows });
    return EXIT.done;
  });
