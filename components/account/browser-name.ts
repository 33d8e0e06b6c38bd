const BROWSERS = [
  [/Edg\//, "Edge"],
  [/OPR\//, "Opera"],
  [/Firefox\//, "Firefox"],
  [/Chrome\//, "Chrome"],
  [/Safari\//, "Safari"],
] as const;

const SYSTEMS = [
  [/Windows/, "Windows"],
  [/Android/, "Android"],
  [/iPhone|iPad/, "iOS"],
  [/Mac OS X/, "macOS"],
  [/Linux/, "Linux"],
] as const;

const match = (agent: string, names: readonly (readonly [RegExp, string])[]): string | null =>
  names.find(([pattern]) => pattern.test(agent))?.[1] ?? null;

/**
 * Browser and system of a `User-Agent` header, for a person to recognise a session by. The order matters: Edge
 * also calls itself Chrome, Chrome also Safari, Android also Linux.
 */
export const browserName = (agent: string): { browser: string | null; system: string | null } => ({
  browser: match(agent, BROWSERS),
  system: match(agent, SYSTEMS),
});
