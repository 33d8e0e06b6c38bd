import { rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import type { ProxyServer } from "@/lib/connectivity/dispatcher";
import { formatBytes } from "@/lib/i18n/bytes";
import { connect } from "@/lib/offline/connect/connect";
import type { ConnectStep } from "@/lib/offline/connect/model";
import { openInternet } from "@/lib/offline/connect/open-internet";
import { type CarriedRequest, findRequestFiles, readRequest } from "@/lib/offline/connect/read-requests";
import { loadSigningKey, type SigningKey, temporarySigningKey } from "@/lib/offline/signing";
import { PRODUCT_VERSION } from "@/lib/product-version";
import { DownloadError } from "@/lib/updates/download/failure";
import type { ConnectArguments } from "./arguments";
import { EXIT, type ExitCode, exitCodeOf, ToolError } from "./exit-codes";
import type { ProgressBar } from "./progress-bar";
import { readProxyPassword } from "./proxy-password";
import { type Tool, WRITTEN_BY } from "./tool";

/**
 * `-connect`: does for every request in the folder what its hierarchy cannot do itself. One that cannot be answered
 * does not keep the others from it.
 * @param folder where the tool keeps its key
 */
export const connectMode =
  (folder: string) =>
  async (tool: Tool, args: ConnectArguments): Promise<ExitCode> => {
    const requests = await readRequests(tool, tool.resolve(args.usageDataSrc));
    const proxy = await proxyOf(args);
    const key = await toolKey(path.join(folder, "tool.key"));
    const workFolder = args.workDir === null ? defaultWorkFolder() : tool.resolve(args.workDir);
    let worst: ExitCode = requests.damaged > 0 ? EXIT.refused : EXIT.done;
    let answered = 0;
    for (const { file, carried } of requests.found) {
      try {
        await answerOne(tool, args, { file, carried, proxy, key, workFolder });
        answered++;
      } catch (error) {
        tool.signal.throwIfAborted();
        tool.problem("failed", { file: path.basename(file), reason: reasonOf(tool, error) });
        worst = exitCodeOf(error);
      }
    }
    // What one hierarchy's package needed again would be here; now nothing waits any more.
    if (worst === EXIT.done) await rm(workFolder, { recursive: true, force: true });
    if (answered > 0) tool.step("back");
    return worst !== EXIT.done && answered > 0 ? EXIT.partly : worst;
  };

async function readRequests(tool: Tool, source: string) {
  const found: { file: string; carried: CarriedRequest }[] = [];
  let damaged = 0;
  for (const file of await findRequestFiles(source)) {
    try {
      const carried = await readRequest(file);
      if (!carried) tool.step("answer-skipped", { file: path.basename(file) });
      else found.push({ file, carried });
    } catch (error) {
      damaged++;
      tool.problem("request-damaged", { file: path.basename(file), reason: tool.reason(error) });
    }
  }
  if (found.length === 0 && damaged === 0) throw new ToolError("tool-no-requests", { path: source });
  return { found, damaged };
}

async function proxyOf({ proxy, proxyUserName }: ConnectArguments): Promise<ProxyServer | null> {
  if (proxy === null || proxyUserName === null) return proxy;
  const password = await readProxyPassword(proxyUserName);
  return { ...proxy, credentials: { userName: proxyUserName, password } };
}

/** Beside the tool; from a medium that cannot be written each run has one of its own. */
const toolKey = (file: string): Promise<SigningKey> =>
  loadSigningKey(file).catch(() => temporarySigningKey());

/** On this computer's own disk, so that a pulled stick costs no download. */
function defaultWorkFolder(): string {
  const { LOCALAPPDATA, XDG_CACHE_HOME } = process.env;
  const cache = LOCALAPPDATA ?? XDG_CACHE_HOME ?? path.join(os.homedir(), ".cache");
  return path.join(cache, "service-connection-tool");
}

async function answerOne(
  tool: Tool,
  args: ConnectArguments,
  given: {
    file: string;
    carried: CarriedRequest;
    proxy: ProxyServer | null;
    key: SigningKey;
    workFolder: string;
  },
): Promise<void> {
  const { carried, key, proxy, workFolder } = given;
  const { createdAt, siteVersion } = carried.request;
  tool.step("request", { file: path.basename(given.file), createdAt: tool.say.time(createdAt), siteVersion });
  if (!carried.writtenBy.endsWith(` ${PRODUCT_VERSION}`))
    throw new ToolError("tool-version-mismatch", { tool: PRODUCT_VERSION, other: carried.writtenBy });
  const wire = openInternet(carried.request, proxy);
  try {
    const { files } = await connect(carried, {
      wire,
      choice: args.choice,
      workFolder,
      destination: tool.resolve(args.updatePackDest),
      volumeBytes: args.volumeBytes,
      key,
      writtenBy: WRITTEN_BY,
      now: new Date(),
      signal: tool.signal,
      report: reporter(tool),
    });
    for (const written of files) tool.step("written", { path: written });
  } finally {
    await wire.close();
  }
}

const BARS = { "usage-data": "usage-data", download: "download", write: "write" } as const;

/** Says the steps of one request; those that take long have a bar. */
function reporter(tool: Tool): (step: ConnectStep) => void {
  let shown: { step: ConnectStep["step"]; bar: ProgressBar } | null = null;
  return (step) => {
    if (step.step in BARS && "bytesDone" in step) {
      if (shown?.step !== step.step)
        shown = { step: step.step, bar: tool.progress(tool.say.step(BARS[step.step])) };
      shown.bar.update(step.bytesDone, step.bytesTotal);
      if (step.bytesDone === step.bytesTotal) shown.bar.end();
      return;
    }
    sayStep(tool, step);
  };
}

function sayStep(tool: Tool, step: ConnectStep): void {
  switch (step.step) {
    case "usage-data-accepted":
      tool.step("usage-data-accepted", { receiptId: step.receiptId });
      break;
    case "no-usage-data":
      tool.step("no-usage-data");
      break;
    case "catalogue":
      tool.step("catalogue", { updates: step.updates, version: step.timestampVersion });
      break;
    case "selected":
      if (step.updates.length === 0) tool.step("nothing-selected");
      for (const { entry } of step.updates) tool.step("selected", { name: entry.name });
      break;
    case "resumed":
      tool.step("resumed", { size: formatBytes(step.bytes, tool.say.locale) });
      break;
    case "file-verified":
      tool.setupLog(`INFO: File hash check successfully for ${step.path}`);
  }
}

/** A file system that knows no files of this size says so only with a number. */
function reasonOf(tool: Tool, error: unknown): string {
  const isTooLarge = error instanceof DownloadError && error.params.detail === "EFBIG";
  return isTooLarge ? tool.say.failure("tool-file-too-large") : tool.reason(error);
}
