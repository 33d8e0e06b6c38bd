import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { ApiLab } from "../api-lab";

const TIMEOUT_MS = 60_000;

/**
 * Runs a script of this folder in a process of its own, which trusts the lab's authority the way any process may be told
 * to: what it uses of Microsoft's is untouched.
 * @returns what the script wrote, as JSON
 */
export async function runClient(
  script: string,
  { origin, authorityFile }: Pick<ApiLab, "origin" | "authorityFile">,
  env: Record<string, string>,
): Promise<unknown> {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", file], {
    timeout: TIMEOUT_MS,
    env: { ...process.env, NODE_EXTRA_CA_CERTS: authorityFile, LAB_ORIGIN: origin, ...env },
  });
  return JSON.parse(stdout);
}
