import { readFile } from "node:fs/promises";
import path from "node:path";
import { type APIRequestContext, request } from "@playwright/test";
import type { z } from "zod";
import type { faultSchema } from "@/lib/lab/faults";

/** What a test sends; the lab fills in the rest. */
export type FaultInput = z.input<typeof faultSchema>;

/** The faults of the lab cloud the journeys run against, switched on and cleared over its own endpoint. */
export class LabCloud {
  private constructor(private readonly api: APIRequestContext) {}

  static async connect(): Promise<LabCloud> {
    const ports = JSON.parse(await readFile(path.join(dataDir(), "run", "ports.json"), "utf8")) as {
      labCloud: number;
    };
    // Its certificate comes from the lab's own authority; only the product has to verify that.
    const api = await request.newContext({
      baseURL: `https://localhost:${ports.labCloud}`,
      ignoreHTTPSErrors: true,
    });
    return new LabCloud(api);
  }

  async switchOn(fault: FaultInput): Promise<void> {
    const answer = await this.api.post("/lab/faults", { data: fault });
    if (answer.status() !== 201) throw new Error(`The lab refused the fault: ${await answer.text()}`);
  }

  async clear(): Promise<void> {
    await this.api.delete("/lab/faults");
  }

  async close(): Promise<void> {
    await this.clear();
    await this.api.dispose();
  }
}

/** Data folder of the product under test. */
export function dataDir(): string {
  const folder = process.env.SCP_E2E_DATA_DIR;
  if (!folder) throw new Error("SCP_E2E_DATA_DIR must name the data folder of the product under test.");
  return folder;
}
