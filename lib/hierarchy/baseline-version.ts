/** The version whose sites Setup installs; every later one comes as an update. */
export const BASELINE_VERSION = { version: "1906", fullVersion: "5.00.8853.1000" } as const;
