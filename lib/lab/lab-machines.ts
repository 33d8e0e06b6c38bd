import path from "node:path";

/** Servers of the sample hierarchy that are machines of their own: both can hold the role. */
export const LAB_MACHINES: readonly string[] = ["scp01.contoso.com", "scp02.contoso.com"];

/** `<data>/machines/scp01`: what the disk of that machine would be. */
export const machineFolder = (dataDir: string, fqdn: string): string =>
  path.join(dataDir, "machines", fqdn.split(".")[0] ?? fqdn);

/** `<install>` of a server of the lab, whichever machine it is on. */
export const labInstallDir = (dataDir: string, fqdn: string): string =>
  path.join(LAB_MACHINES.includes(fqdn) ? machineFolder(dataDir, fqdn) : dataDir, "servers", fqdn);
