import { Worker } from "node:worker_threads";

/** What the worker (`hash-worker.mjs`) is asked; it answers `finish`, and reports what went wrong. */
export type HashRequest =
  | { type: "advance"; id: number; path: string; to: number }
  | { type: "finish"; id: number }
  | { type: "forget"; id: number };

type HashReply = { id: number; sha256: string } | { id: number; error: string };

/** Hashes files while they grow; one worker thread for a whole package. */
export class Hasher {
  private readonly worker = new Worker(new URL("./hash-worker.mjs", import.meta.url), {
    // Neither the loader nor the flags of its parent.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 2 },
  });
  private readonly finishing = new Map<number, PromiseWithResolvers<string>>();
  private failure: Error | null = null;

  constructor() {
    this.worker.on("message", (reply: HashReply) => {
      const waiting = this.finishing.get(reply.id);
      this.finishing.delete(reply.id);
      if ("sha256" in reply) waiting?.resolve(reply.sha256);
      else if (waiting) waiting.reject(new Error(reply.error));
      else this.failure ??= new Error(reply.error);
    });
    this.worker.on("error", (error) => this.fail(error instanceof Error ? error : new Error(String(error))));
    this.worker.on("exit", () => this.fail(new Error("the hash worker ended")));
  }

  /** The file at `path` is complete up to `to`. */
  advance(id: number, path: string, to: number): void {
    this.send({ type: "advance", id, path, to });
  }

  /** @returns the SHA-256 of everything up to the last `advance`, in lower-case hex */
  finish(id: number): Promise<string> {
    const result = Promise.withResolvers<string>();
    if (this.failure) result.reject(this.failure);
    else {
      this.finishing.set(id, result);
      this.send({ type: "finish", id });
    }
    return result.promise;
  }

  forget(id: number): void {
    this.send({ type: "forget", id });
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private send(request: HashRequest): void {
    this.worker.postMessage(request);
  }

  private fail(error: Error): void {
    this.failure ??= error;
    for (const waiting of this.finishing.values()) waiting.reject(this.failure);
    this.finishing.clear();
  }
}
