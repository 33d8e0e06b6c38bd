import { rmdir } from "node:fs/promises";
import path from "node:path";
import {
  type EmbeddedPostgres,
  ensureDatabase,
  freePort,
  startEmbeddedPostgres,
} from "@/lib/db/embedded-postgres";
import { CommandLineError } from "../command-line/error";
import { type Claim, claim } from "./claim";
import { inDataDir } from "./data-folder";
import { DATABASE_NAME } from "./database-part";

/** The database a restore fills: the one named to it, or the embedded PostgreSQL of the data folder, while it lasts. */
export class RestoreDatabase {
  private server: EmbeddedPostgres | undefined;
  private claim: Claim | undefined;

  constructor(
    private readonly dataDir: string,
    private readonly databaseUrl: string | null,
  ) {}

  /**
   * @returns its connection string
   * @throws CommandLineError when another restore or the product works on the data folder
   */
  async start(): Promise<string> {
    const taken = await claim(path.join(inDataDir(this.dataDir, "run"), "supervisor.json"), {
      state: "restoring",
    });
    if (!taken.held)
      throw new CommandLineError(`Process ${taken.pid} works on ${this.dataDir}: it is ${taken.note.state}.`);
    this.claim = taken.claim;
    if (this.databaseUrl) return this.databaseUrl;
    this.server = await startEmbeddedPostgres({
      dataDir: inDataDir(this.dataDir, "postgres"),
      port: await freePort(),
    });
    return ensureDatabase(this.server, DATABASE_NAME);
  }

  async stop(): Promise<void> {
    await this.server?.stop();
    await this.claim?.release();
    // A folder that nothing was restored into stays as empty as it was.
    await rmdir(inDataDir(this.dataDir, "run")).catch(() => {});
  }
}
