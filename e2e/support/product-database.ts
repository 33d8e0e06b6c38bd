import { readFile } from "node:fs/promises";
import path from "node:path";
import { openDatabase } from "@/lib/db/connection";
import { dataDir } from "./lab-cloud";

/**
 * The database of the product under test, to look for what must not be in it: the embedded one, or the one that
 * `SCP_E2E_DATABASE_URL` names. The caller closes it.
 */
export async function openProductDatabase() {
  const outside = process.env.SCP_E2E_DATABASE_URL;
  if (outside) return openDatabase(outside, 1);
  const { postgres } = JSON.parse(await readFile(path.join(dataDir(), "run", "ports.json"), "utf8"));
  const password = await readFile(path.join(dataDir(), "postgres", "superuser-password"), "utf8");
  return openDatabase(
    `postgres://postgres:${password.trim()}@127.0.0.1:${postgres}/service_connection_point`,
    1,
  );
}
