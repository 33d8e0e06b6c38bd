import { setTimeout as delay } from "node:timers/promises";
import { type EmbeddedPostgres, ensureDatabase, startEmbeddedPostgres } from "@/lib/db/embedded-postgres";
import { backOffMs, type OnIdentity } from "./child";
import { identify } from "./process-identity";
import type { ProcessLog } from "./process-log";

export const DATABASE_NAME = "service_connection_point";

/** The embedded PostgreSQL as a part of the product: started, and started again on the same port when it dies. */
export class DatabasePart {
  private launching: Promise<EmbeddedPostgres> | undefined;
  private stopping = false;
  private attempt = 0;

  constructor(
    private readonly options: { dataDir: string; port: number },
    private readonly log: ProcessLog,
    private readonly onIdentity: OnIdentity,
    private readonly warn: (message: string) => void,
  ) {}

  /** @returns the connection string of the product's database */
  async start(): Promise<string> {
    return ensureDatabase(await this.launch(), DATABASE_NAME);
  }

  async stop(): Promise<void> {
    this.stopping = true;
    // One that is only starting cannot be stopped yet; left alone it would outlive this process.
    const server = await this.launching?.catch(() => undefined);
    await server?.stop();
  }

  private launch(): Promise<EmbeddedPostgres> {
    this.launching = this.launchAndFollow();
    return this.launching;
  }

  private async launchAndFollow(): Promise<EmbeddedPostgres> {
    const server = await startEmbeddedPostgres({
      ...this.options,
      onLog: (line) => this.log.write(`${line}\n`),
    });
    if (server.process.pid) this.onIdentity("postgres", identify(server.process.pid));
    server.process.once("exit", () => {
      this.onIdentity("postgres", undefined);
      if (!this.stopping) void this.restart();
    });
    return server;
  }

  private async restart(): Promise<void> {
    this.attempt++;
    const waitMs = backOffMs(this.attempt);
    this.warn(`PostgreSQL ended; it starts again in ${waitMs / 1_000} s. Its log: ${this.log.file}`);
    await delay(waitMs);
    if (this.stopping) return;
    try {
      await this.launch();
      this.attempt = 0;
      this.warn("PostgreSQL runs again");
    } catch (error) {
      this.log.write(`${(error as Error).message}\n`);
      if (!this.stopping) await this.restart();
    }
  }
}
