import { readdir } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";

/** All modules in `folder` whose file ends in `suffix`, in the order of their names; their exports must make a `T`. */
export async function loadModules<T>(folder: string, suffix: string): Promise<T[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(suffix)).sort();
  return Promise.all(
    files.map(async (file) => (await import(pathToFileURL(path.join(folder, file)).href)) as T),
  );
}

/**
 * The modules that were asked for by name; all if none was.
 * @throws Error that lists the names there are, if one of the wanted is not among them
 */
export function named<T extends { name: string }>(
  modules: readonly T[],
  wanted: readonly string[],
): readonly T[] {
  const names = modules.map(({ name }) => name);
  const unknown = wanted.filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new Error(`There is no ${unknown.join(", ")}. There is: ${names.join(", ") || "none"}.`);
  return wanted.length === 0 ? modules : modules.filter(({ name }) => wanted.includes(name));
}
