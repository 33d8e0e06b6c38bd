import { type Config, loadConfig } from "@/lib/config";

let loaded: Config | undefined;

/** What the portal needs of its environment; read at the first request, because a build has none. */
export function settings(): Config {
  loaded ??= loadConfig();
  return loaded;
}
