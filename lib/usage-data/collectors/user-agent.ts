/** In this order: most browsers also name those they descend from. */
const BROWSERS = [
  ["Edge", /\bEdge?\/(\d+)/],
  ["Opera", /\bOPR\/(\d+)/],
  ["Firefox", /\bFirefox\/(\d+)/],
  ["Chrome", /\bChrome\/(\d+)/],
  ["Safari", /\bVersion\/(\d+)[\d.]* (?:Mobile\/\S+ )?Safari\//],
  ["Internet Explorer", /\bTrident\/.*\brv:(\d+)/],
] as const;

const OPERATING_SYSTEMS = [
  ["Android", /\bAndroid\b/],
  ["iOS", /\b(?:iPhone|iPad)\b/],
  ["Windows", /\bWindows\b/],
  ["macOS", /\bMacintosh\b/],
  ["Linux", /\bLinux\b/],
] as const;

/** Browser with its main version, and operating system, of the header `User-Agent`; nothing else of it is kept. */
export function readUserAgent(header: string): { browser: string; operatingSystem: string } {
  const browser = BROWSERS.flatMap(([name, pattern]) => {
    const major = pattern.exec(header)?.[1];
    return major ? [`${name} ${major}`] : [];
  })[0];
  const operatingSystem = OPERATING_SYSTEMS.find(([, pattern]) => pattern.test(header))?.[0];
  return { browser: browser ?? "other", operatingSystem: operatingSystem ?? "other" };
}
