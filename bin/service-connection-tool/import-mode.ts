import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { eq } from "drizzle-orm";
import type { Hierarchy } from "@/bin/command-line/hierarchy";
import { offlineRequests } from "@/lib/db/schema";
import { approveOfflineImport } from "@/lib/offline/approve-offline-import";
import { cancelOfflineImport } from "@/lib/offline/cancel-offline-import";
import { listOfflineImports, type OfflineImport } from "@/lib/offline/list-offline-imports";
import { toTransferFailure } from "@/lib/offline/look-into-transfer-folders";
import type { ImportReport } from "@/lib/offline/model";
import { openTransferPackage } from "@/lib/offline/open-package";
import { registerOfflineImport } from "@/lib/offline/register-offline-import";
import { findVolumes, parseVolumeName } from "@/lib/offline/volumes";
import type { ImportArguments } from "./arguments";
import { answerOf, requireOffline, until, withHierarchy } from "./at-the-site";
import { EXIT, type ExitCode, exitCodeOf, ToolError } from "./exit-codes";
import type { Tool } from "./tool";

/** Until SMS_DMP_DOWNLOADER shows that it is at it; then it may take as long as it takes. */
const TAKEN_UP_WITHIN_MS = 90_000;
const FOREVER_MS = Number.POSITIVE_INFINITY;

/** `-import`: hands what is for this hierarchy to SMS_DMP_DOWNLOADER, says what it found, and has it imported. */
export const importMode = (tool: Tool, args: ImportArguments): Promise<ExitCode> =>
  withHierarchy(async (hierarchy) => {
    await requireOffline(hierarchy);
    const source = tool.resolve(args.updatePackSrc);
    const files = await findAnswers(tool, hierarchy, source);
    if (files.length === 0) throw new ToolError("tool-no-answers", { path: source });
    let worst: ExitCode = EXIT.done;
    let imported = 0;
    for (const file of files) {
      try {
        await importOne(tool, hierarchy, file, args);
        imported++;
      } catch (error) {
        tool.signal.throwIfAborted();
        tool.problem("refused", { file: path.basename(file), reason: tool.reason(error) });
        worst = exitCodeOf(error);
      }
    }
    return worst !== EXIT.done && imported > 0 ? EXIT.partly : worst;
  });

/** The packages of the folder that answer a request of this hierarchy, and have not been imported. */
async function findAnswers(tool: Tool, hierarchy: Hierarchy, source: string): Promise<string[]> {
  const answers: string[] = [];
  for (const file of await candidates(source)) {
    const name = path.basename(file);
    try {
      const standing = await standingOf(hierarchy, file);
      if (standing === "ours") answers.push(file);
      else if (standing !== "request") tool.step(standing, { file: name });
    } catch (error) {
      tool.problem("unreadable", { file: name, reason: tool.reason(toTransferFailure(error, file)) });
    }
  }
  return answers;
}

async function candidates(source: string): Promise<string[]> {
  try {
    if (!(await stat(source)).isDirectory()) return [source];
    const names = (await readdir(source)).toSorted();
    return names.filter(isFirstFile).map((name) => path.join(source, name));
  } catch (error) {
    throw toTransferFailure(error, source);
  }
}

const isFirstFile = (name: string): boolean => /\.zip$/i.test(name) || parseVolumeName(name)?.number === 1;

async function standingOf(
  { ctx }: Hierarchy,
  file: string,
): Promise<"ours" | "request" | "foreign" | "answered"> {
  const pack = await openTransferPackage(file);
  pack.close();
  const { kind, requestId } = pack.contents;
  if (kind === "request") return "request";
  const [request] = await ctx.db
    .select({ answeredAt: offlineRequests.answeredAt })
    .from(offlineRequests)
    .where(eq(offlineRequests.requestId, requestId));
  if (!request) return "foreign";
  return request.answeredAt ? "answered" : "ours";
}

async function importOne(
  tool: Tool,
  { ctx }: Hierarchy,
  file: string,
  { acceptExpired, dryRun }: ImportArguments,
): Promise<void> {
  const name = path.basename(file);
  const importId = await handOver(ctx, file);
  const examined = await follow(tool, ctx, importId, "examining", name);
  const { report } = examined;
  if (!report) throw new ToolError("offline-import-not-examined");
  sayReport(tool, name, report);
  const mayNot = report.metadataExpired && !acceptExpired;
  if (report.metadataExpired) tool.step("expired", { expires: tool.say.time(report.metadataExpiresAt) });
  if (dryRun || mayNot) {
    await answerOf(cancelOfflineImport(ctx, { importId }));
    tool.step("dry-run");
    if (mayNot && !dryRun)
      throw new ToolError("offline-age-not-accepted", { expires: tool.say.time(report.metadataExpiresAt) });
    return;
  }
  if (examined.state === "examined") await answerOf(approveOfflineImport(ctx, { importId, acceptExpired }));
  await follow(tool, ctx, importId, "importing", name);
  tool.step("imported", { file: name });
}

/** One that the portal or an earlier run handed over is followed instead. */
async function handOver(ctx: Hierarchy["ctx"], file: string): Promise<string> {
  const sizes = await Promise.all((await findVolumes(file)).map(async (volume) => (await stat(volume)).size));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  const registered = await registerOfflineImport(ctx, { path: file, bytes });
  if (registered.ok) return registered.value.importId;
  const known = registered.params?.importId;
  if (registered.code === "offline-import-known" && typeof known === "string") return known;
  throw new ToolError(registered.code, registered.params);
}

/**
 * Shows how far the thread is until it is through with a part.
 * @throws ToolError when it refused the package
 */
async function follow(
  tool: Tool,
  ctx: Hierarchy["ctx"],
  importId: string,
  part: "examining" | "importing",
  file: string,
): Promise<OfflineImport> {
  const bar = tool.progress(tool.say.step(part, { file }));
  const before: readonly string[] =
    part === "examining" ? ["received", "examining"] : ["examined", "approved", "importing"];
  let said = "";
  const look = async () => {
    const [row] = await answerOf(listOfflineImports(ctx, { importId }));
    if (!row) throw new ToolError("offline-import-not-found");
    if (row.state === part && row.bytesTotal > 0) bar.update(row.bytesDone, row.bytesTotal);
    const waits = row.error ? tool.reason(row.error) : "";
    if (row.state === "importing" && waits && waits !== said) {
      bar.clear();
      tool.problem("waiting-for-medium", { reason: waits });
    }
    said = waits;
    return row;
  };
  await until(tool, TAKEN_UP_WITHIN_MS, async () => ((await look()).state === before[0] ? null : true));
  const row = await until(tool, FOREVER_MS, async () => {
    const now = await look();
    return before.includes(now.state) ? null : now;
  });
  bar.end();
  if (row.error) throw new ToolError(row.error.code, row.error.params);
  if (row.state === "canceled") throw new ToolError("offline-import-ended");
  return row;
}

function sayReport(tool: Tool, file: string, { createdAt, updates }: ImportReport): void {
  tool.step("found", { file, createdAt: tool.say.time(createdAt) });
  for (const { name, outcome, applicability } of updates) {
    const said =
      applicability === "not-applicable" && outcome === "import"
        ? tool.say.step("update-not-applicable", { name })
        : applicability === "not-needed"
          ? tool.say.step("update-not-needed", { name })
          : name;
    tool.step(`update-${outcome}`, { name: said });
  }
}
