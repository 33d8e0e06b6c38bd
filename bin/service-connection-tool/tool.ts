import { access, constants } from "node:fs/promises";
import path from "node:path";
import { ArchiveError } from "@/lib/archive/failure";
import { CodedError } from "@/lib/coded-error";
import type { LogSeverity } from "@/lib/logs/cmtrace";
import { LogFile } from "@/lib/logs/log-file";
import { PRODUCT_VERSION } from "@/lib/product-version";
import { parseToolArguments, type ToolArguments } from "./arguments";
import { EXIT, type ExitCode, exitCodeOf, ToolError } from "./exit-codes";
import { ProgressBar } from "./progress-bar";
import { environmentLocale, Sentences, type StepKey } from "./sentences";
import { UsageError } from "./usage-error";

export const WRITTEN_BY = `service-connection-tool ${PRODUCT_VERSION}`;

/** What a mode needs of the terminal and of the logs. */
export interface Tool {
  say: Sentences;
  /** Says a step on the terminal and in ServiceConnectionTool.log. */
  step(key: StepKey, params?: Record<string, unknown>): void;
  /** Says what could not be done, and goes on. */
  problem(key: StepKey, params?: Record<string, unknown>): void;
  log(message: string, severity?: LogSeverity): void;
  /** A line of ConfigMgrSetup.log: files fetched and verified. */
  setupLog(message: string): void;
  /** The bar of a step; a new one takes the place of the one before. */
  progress(label: string): ProgressBar;
  /** What a failure says, in the reader's language. */
  reason(error: unknown): string;
  /** A path as the caller means it. */
  resolve(file: string): string;
  signal: AbortSignal;
}

type ModeName = Exclude<ToolArguments["mode"], "help">;
type ArgumentsOf<M extends ModeName> = Extract<ToolArguments, { mode: M }>;

export interface ToolSettings {
  /** Those this tool can; a packed one can only connect. */
  modes: { [M in ModeName]?: (tool: Tool, args: ArgumentsOf<M>) => Promise<ExitCode> };
  /** Where the logs and the tool's own key lie. */
  folder: string;
  /** Where relative paths begin. */
  cwd: string;
}

/** Runs one command line of the tool and returns how it ended; bugs are thrown. */
export async function runTool(argv: readonly string[], settings: ToolSettings): Promise<ExitCode> {
  let say = new Sentences(environmentLocale(process.env));
  let args: ToolArguments;
  try {
    args = parseToolArguments(argv);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${say.usage(error.code, error.params)} ${say.usage("see-help")}\n`);
    return EXIT.usage;
  }
  if (args.language) say = new Sentences(args.language);
  if (args.mode === "help") {
    process.stdout.write(`${say.help(settings.folder)}\n`);
    return EXIT.done;
  }
  const tool = await openTool(say, settings);
  const run = settings.modes[args.mode] as
    | ((tool: Tool, args: ToolArguments) => Promise<ExitCode>)
    | undefined;
  tool.log(`service-connection-tool ${PRODUCT_VERSION} -${args.mode}`);
  const exitCode = await ending(tool, async () => {
    if (!run) throw new ToolError("tool-only-connects", {}, EXIT.usage);
    return run(tool, args);
  });
  tool.log(`Exit code ${exitCode}`);
  return exitCode;
}

async function ending(tool: Tool, work: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await work();
  } catch (error) {
    tool.progress("").end();
    const reason = tool.reason(error);
    tool.log(`ERROR: ${reason}`, 3);
    process.stderr.write(`${reason}\n`);
    if (!isExpected(error)) tool.log(String((error as Error).stack), 3);
    return exitCodeOf(error);
  }
}

const isExpected = (error: unknown): boolean =>
  error instanceof CodedError || error instanceof ArchiveError || error instanceof ToolError;

async function openTool(say: Sentences, { folder, cwd }: ToolSettings): Promise<Tool> {
  const logFolder = (await isWritable(folder)) ? folder : cwd;
  const write = (file: string) => {
    const log = new LogFile(path.join(logFolder, file));
    return (message: string, severity: LogSeverity = 1) =>
      log.append({
        message,
        severity,
        component: "SERVICE_CONNECTION_TOOL",
        time: new Date(),
        threadId: process.pid,
      });
  };
  const log = write("ServiceConnectionTool.log");
  const setupLog = write("ConfigMgrSetup.log");
  let bar: ProgressBar | null = null;
  const line = (out: NodeJS.WriteStream, text: string) => {
    bar?.clear();
    out.write(`${text}\n`);
  };
  return {
    say,
    log,
    setupLog,
    step(key, params = {}) {
      const text = say.step(key, params);
      line(process.stdout, text);
      log(text);
    },
    problem(key, params = {}) {
      const text = say.step(key, params);
      line(process.stderr, text);
      log(text, 3);
    },
    progress(label) {
      bar?.end();
      bar = new ProgressBar(process.stdout, label, say.locale);
      return bar;
    },
    reason(error) {
      const { code, params, message } = error as { code?: string; params?: object; message?: string };
      if (typeof code === "string" && params) return say.failure(code, { ...params });
      return say.failure("unexpected-failure", { detail: message ?? String(error) });
    },
    resolve: (file) => path.resolve(cwd, file),
    signal: endsWithTheTerminal(),
  };
}

async function isWritable(folder: string): Promise<boolean> {
  return access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
}

/** Ctrl-C ends the work where it can go on next time; a second one ends it at once. */
function endsWithTheTerminal(): AbortSignal {
  const ending = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => ending.abort(new Error(signal)));
  return ending.signal;
}
