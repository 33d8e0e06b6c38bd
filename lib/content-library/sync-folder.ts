import { open } from "node:fs/promises";
import path from "node:path";

/** Makes a rename in the folder of `file` last through a power cut. */
export async function syncFolderOf(file: string): Promise<void> {
  // Windows cannot open folders; its rename is durable without.
  if (process.platform === "win32") return;
  const handle = await open(path.dirname(file), "r");
  await handle.sync().finally(() => handle.close());
}
