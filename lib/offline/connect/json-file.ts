import { readFile } from "node:fs/promises";

/** A note of an earlier run; null when there is none, or when it is not what is expected. */
export async function readJsonIfThere<T>(
  file: string,
  schema: { safeParse(json: unknown): { success: true; data: T } | { success: false } },
): Promise<T | null> {
  try {
    const parsed = schema.safeParse(JSON.parse(await readFile(file, "utf8")));
    return parsed.success ? parsed.data : null;
  } catch {
    // Not there, or torn by a kill: the work begins anew then.
    return null;
  }
}
