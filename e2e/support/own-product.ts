import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ROOT } from "@/bin/start/install.mjs";
import { freePort, removeEmbeddedPostgres } from "@/lib/db/embedded-postgres";
import { SETUP_CODE_FILE } from "@/lib/hierarchy/setup/setup-code";
import { dataDir } from "./lab-cloud";

/** The build is there; database, lab cloud and executive start anew on a machine that is busy with the other product. */
const START_WITHIN_MS = 150_000;
const STOP_WITHIN_MS = 12_000;

/** A product beside the one of the journeys, as on another machine: a folder, a database and a port of its own. */
export class OwnProduct {
  private running: ChildProcess | undefined;

  private constructor(
    private readonly folder: string,
    readonly url: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** @param settings variables its processes get beside where they are; those of the journeys' product they do not get */
  static async prepare(settings: Record<string, string> = {}): Promise<OwnProduct> {
    const folder = await mkdtemp(path.join(os.tmpdir(), "scp-journey-"));
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
      SCP_SESSION_SECRET: "of another machine, made for this journey",
      ...settings,
    };
    return new OwnProduct(folder, url, env);
  }

  /**
   * With the lab's cloud, without its hierarchy; on the embedded database, or the one `SCP_E2E_DATABASE_URL` names.
   * @param setUp variables of an unattended Setup; without, it waits for the wizard
   * @throws Error with what the start said, when it does not become ready
   */
  static async startEmpty(setUp: Record<string, string> = {}): Promise<OwnProduct> {
    // The sample updates are not what this is about.
    const settings = { SCP_LAB_PAYLOAD_SCALE: "0.001", ...setUp };
    const outside = process.env.SCP_E2E_DATABASE_URL;
    const product = await OwnProduct.prepare({ ...settings, ...(outside ? { DATABASE_URL: outside } : {}) });
    try {
      await product.start("bin/start.ts", "--empty");
    } catch (error) {
      await product.remove();
      throw error;
    }
    return product;
  }

  /** Nothing of the lab's start: a site from its backup. @returns what the command line said */
  async restore(backup: string, passphrase: string): Promise<string> {
    const file = path.join(this.folder, "passphrase");
    await writeFile(file, `${passphrase}\n`);
    const { child, said } = this.spawn("bin/restore.ts", "--from", backup, "--passphrase-file", file);
    const [code] = await once(child, "exit");
    if (code !== 0) throw new Error(`The restore ended with ${code}:\n${said()}`);
    return said();
  }

  /** As in production. @throws Error with what the start said, when it does not become ready */
  async serve(): Promise<void> {
    await this.start("bin/serve.ts");
  }

  /** Of Setup, as long as there is no hierarchy. */
  async setupCode(): Promise<string> {
    return (await readFile(path.join(this.folder, "data", SETUP_CODE_FILE), "utf8")).trim();
  }

  /** Ends all of it and removes its data. */
  async remove(): Promise<void> {
    if (this.running) await end(this.running);
    await removeEmbeddedPostgres(path.join(this.folder, "data", "postgres"));
    await rm(this.folder, { recursive: true, force: true });
  }

  private async start(script: string, ...args: string[]): Promise<void> {
    const { child, said } = this.spawn(script, ...args);
    this.running = child;
    const ready = await Promise.race([
      once(child, "message").then(() => true),
      once(child, "exit").then(() => false),
      delay(START_WITHIN_MS, false, { ref: false }),
    ]);
    if (!ready) throw new Error(`The product did not start:\n${said()}`);
  }

  private spawn(script: string, ...args: string[]): { child: ChildProcess; said(): string } {
    const child = spawn(process.execPath, ["--import", "tsx", script, ...args], {
      cwd: ROOT,
      env: this.env,
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    const said: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding("utf8").on("data", (text: string) => said.push(text));
    return { child, said: () => said.join("") };
  }
}

/** The newest backup of the product under test. */
export async function newestBackup(siteServer: string, siteCode: string): Promise<string> {
  const parent = path.join(dataDir(), "servers", siteServer, "Backup", `${siteCode}Backup`);
  const newest = (await readdir(parent)).toSorted().at(-1);
  if (!newest) throw new Error(`There is no backup in ${parent}.`);
  return path.join(parent, newest);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  if (await Promise.race([gone, delay(STOP_WITHIN_MS, undefined, { ref: false })])) return;
  child.kill("SIGKILL");
  await gone;
}
