import { stat } from "node:fs/promises";
import path from "node:path";
import { formatBytes } from "@/lib/i18n/bytes";
import { getOfflineStatus } from "@/lib/offline/get-offline-status";
import { openTransferPackage } from "@/lib/offline/open-package";
import { prepareOfflineRequest } from "@/lib/offline/prepare-offline-request";
import { takeOfflineRequest } from "@/lib/offline/take-offline-request";
import { writeFileAtomic } from "@/lib/updates/publish/atomic-file";
import type { PrepareArguments } from "./arguments";
import { answerOf, requireOffline, until, withHierarchy } from "./at-the-site";
import { EXIT, type ExitCode, ToolError } from "./exit-codes";
import type { Tool } from "./tool";

const PREPARED_WITHIN_MS = 90_000;

/** `-prepare`: has SMS_DMP_DOWNLOADER pack the request, and writes it where it is told. */
export const prepareMode = (tool: Tool, { usageDataDest, bring }: PrepareArguments): Promise<ExitCode> =>
  withHierarchy(async (hierarchy) => {
    await requireOffline(hierarchy);
    const { ctx } = hierarchy;
    const { requestId } = await answerOf(prepareOfflineRequest(ctx, { wants: bring }));
    tool.step("waiting-for-thread");
    const request = await until(tool, PREPARED_WITHIN_MS, async () => {
      const { request: newest } = await answerOf(getOfflineStatus(ctx, {}));
      return newest?.requestId === requestId && newest.state !== "waiting" ? newest : null;
    });
    if (request.error) throw new ToolError(request.error.code, request.error.params);
    const { fileName, body } = await answerOf(takeOfflineRequest(ctx, { requestId }));
    const file = await destinationOf(tool.resolve(usageDataDest), fileName);
    await refuseForeign(file, body);
    await writeFileAtomic(file, body).catch((error: NodeJS.ErrnoException) => {
      const params = { path: file, detail: error.code ?? error.message };
      throw new ToolError("tool-destination-unwritable", params, EXIT.unavailable);
    });
    tool.step("prepared", { path: file, size: formatBytes(body.length, tool.say.locale) });
    if (!request.usageData) tool.step("prepared-without-data");
    tool.step("carry");
    return EXIT.done;
  });

async function destinationOf(destination: string, fileName: string): Promise<string> {
  const isFolder = await stat(destination).then(
    (found) => found.isDirectory(),
    () => !/\.zip$/i.test(destination),
  );
  return isFolder ? path.join(destination, fileName) : destination;
}

/** On a stick with the requests of several hierarchies none may take the place of another's. */
async function refuseForeign(file: string, body: Buffer): Promise<void> {
  const isThere = await stat(file).then(
    () => true,
    () => false,
  );
  if (!isThere) return;
  const hierarchy = await openTransferPackage(file).then(
    (pack) => {
      pack.close();
      return pack.contents.kind === "request" ? pack.contents.hierarchy : null;
    },
    () => null,
  );
  if (hierarchy === null || !body.includes(JSON.stringify(hierarchy)))
    throw new ToolError("tool-destination-foreign", { path: file });
}
