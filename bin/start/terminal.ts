import path from "node:path";
import { styleText } from "node:util";
import type { StartConfig } from "@/lib/config";
import { ConfigError } from "@/lib/config";
import { inDataDir, readLabAccounts } from "./data-folder";
import type { ProductKind } from "./environment";
import { Product, type RunningProduct, type StartOptions } from "./product";
import { elapsed, Progress } from "./progress";
import { StartRefused } from "./start-refused";

/** The end of a product that does not end: a part that hangs must not keep the terminal. */
const STOP_WITHIN_MS = 9_500;

/** Runs the product for the person at the terminal until a signal, or the end of whoever started this process. */
export async function runAtTerminal(
  kind: ProductKind,
  readConfig: () => StartConfig,
  options: StartOptions,
): Promise<void> {
  const began = performance.now();
  const progress = new Progress(process.stdout);
  let product: Product | undefined;
  let stopping = false;
  const stop = async (exitCode: number) => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
    await product?.stop();
    process.exit(exitCode);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (!stopping) process.stdout.write("\nStopping …\n");
      void stop(0);
    });
  }
  process.once("disconnect", () => void stop(1));
  // The terminal may be gone while the product still has to be stopped in order.
  process.stdout.on("error", () => {});
  process.stderr.on("error", () => {});

  try {
    const config = readConfig();
    process.stdout.write(`${styleText("bold", "Service connection point", { stream: process.stdout })}\n`);
    product = new Product(kind, config, progress);
    const running = await product.start(options);
    process.stdout.write(await greeting(kind, running, elapsed(performance.now() - began)));
    process.send?.({ type: "ready" });
  } catch (error) {
    if (stopping) return;
    process.stderr.write(`\n${explain(error)}\n`);
    await stop(1);
  }
}

async function greeting(
  kind: ProductKind,
  { url, dataDir, labUrl, setupCode, setupNotes }: RunningProduct,
  took: string,
): Promise<string> {
  const shown = (folder: string) => {
    const relative = path.relative(process.cwd(), folder);
    return relative.startsWith("..") ? folder : relative;
  };
  const lines = [
    "",
    `Ready after ${took}:  ${styleText(["bold", "cyan"], url, { stream: process.stdout })}`,
    "",
  ];
  if (setupNotes.length > 0) lines.push(...setupNotes, "");
  if (setupCode) {
    lines.push(
      `There is no hierarchy yet. Open ${url}/setup and enter the set-up code:`,
      `  ${styleText("bold", setupCode, { stream: process.stdout })}`,
      `Until the hierarchy is set up it is kept in ${shown(inDataDir(dataDir, "setupCode"))}.`,
      "",
    );
  }
  const accounts = kind === "production" ? [] : await readLabAccounts(dataDir);
  if (accounts.length > 0) {
    const width = (key: "userName" | "password") =>
      Math.max(0, ...accounts.map((account) => account[key].length));
    lines.push(
      "Sign in with one of the lab's accounts:",
      ...accounts.map(
        ({ userName, password, role }) =>
          `  ${userName.padEnd(width("userName"))}  ${password.padEnd(width("password"))}  ${role}`,
      ),
      `They are kept in ${shown(inDataDir(dataDir, "labAccounts"))}.`,
    );
  }
  if (kind !== "production") {
    lines.push(
      `The accounts of the lab's Azure AD, and its apps' secrets, are in ${shown(inDataDir(dataDir, "labAzureAccounts"))}.`,
      `The lab cloud shows itself, and switches for its faults, at ${labUrl} (a certificate of its own).`,
    );
  }
  lines.push(`Logs are in ${shown(inDataDir(dataDir, "logs"))}. Ctrl-C stops everything.`, "");
  return `${lines.join("\n")}\n`;
}

function explain(error: unknown): string {
  if (error instanceof ConfigError || error instanceof StartRefused) return error.message;
  if (!(error instanceof Error)) return String(error);
  // Only a fault of this program needs its stack; what a part wrote is in the message already.
  return error.constructor === Error ? error.message : (error.stack ?? error.message);
}
