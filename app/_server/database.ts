import { type DatabaseHandle, openDatabase } from "@/lib/db/connection";
import { settings } from "./settings";

const KEY = Symbol.for("scp.portal.database");

/**
 * The portal's pool: one per process. It hangs on `globalThis` because Next compiles this module once per
 * bundle, and again at each change during development.
 */
export function database(): DatabaseHandle {
  const holder = globalThis as { [KEY]?: DatabaseHandle };
  holder[KEY] ??= openDatabase(settings().databaseUrl);
  return holder[KEY];
}
