import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { freePort, removeEmbeddedPostgres } from "@/lib/db/embedded-postgres";
import { dataDir } from "./lab-cloud";

const ROOT = path.join(import.meta.dirname, "..", "..");
const READY_WITHIN_MS = 150_000;

/** The newest backup of the product under test. */
export async function newestBackup(siteServer: string, siteCode: string): Promise<string> {
  const parent = path.join(dataDir(), "servers", siteServer, "Backup", `${siteCode}Backup`);
  const newest = (await readdir(parent)).toSorted().at(-1);
  if (!newest) throw new Error(`There is no backup in ${parent}.`);
  return path.join(parent, newest);
}

/** A product on another, empty machine: a data folder and a database of its own, and nothing of the lab's start. */
export class RecoveredProduct {
  private serving: ChildProcess | undefined;

  private constructor(
    private readonly folder: string,
    readonly url: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  static async prepare(): Promise<RecoveredProduct> {
    const folder = await mkdtemp(path.join(os.tmpdir(), "scp-recovered-"));
    const port = await freePort();
    const url = `http://localhost:${port}`;
    const inherited = Object.entries(process.env).filter(
      ([name]) => !name.startsWith("SCP_") && name !== "DATABASE_URL" && name !== "PORT",
    );
    const env = {
      ...(Object.fromEntries(inherited) as NodeJS.ProcessEnv),
      PORT: String(port),
      SCP_DATA_DIR: path.join(folder, "data"),
      SCP_PUBLIC_URL: url,
      SCP_SESSION_SECRET: "of the recovered machine, made for this journey",
    };
    return new RecoveredProduct(folder, url, env);
  }

  /** @returns what the command line said */
  async restore(backup: string, passphrase: string): Promise<string> {
    const file = path.join(this.folder, "passphrase");
    await writeFile(file, `${passphrase}\n`);
    const { child, said } = this.start("bin/restore.ts", "--from", backup, "--passphrase-file", file);
    const [code] = await once(child, "exit");
    if (code !== 0) throw new Error(`The restore ended with ${code}:\n${said()}`);
    return said();
  }

  /** Resolves when all of it is healthy. */
  async serve(): Promise<void> {
    const { child, said } = this.start("bin/serve.ts");
    this.serving = child;
    const late = setTimeout(() => child.kill(), READY_WITHIN_MS);
    const ready = await Promise.race([
      once(child, "message").then(() => true),
      once(child, "exit").then(() => false),
    ]);
    clearTimeout(late);
    if (!ready) throw new Error(`The recovered product did not start:\n${said()}`);
  }

  async remove(): Promise<void> {
    const { serving } = this;
    if (serving && serving.exitCode === null && serving.signalCode === null) {
      const gone = once(serving, "exit");
      serving.kill("SIGTERM");
      await gone;
    }
    await removeEmbeddedPostgres(path.join(this.folder, "data", "postgres"));
    await rm(this.folder, { recursive: true, force: true });
  }

  private start(script: string, ...args: string[]): { child: ChildProcess; said(): string } {
    const child = spawn(process.execPath, ["--import", "tsx", script, ...args], {
      cwd: ROOT,
      env: this.env,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        said += text;
      });
    }
    return { child, said: () => said };
  }
}
