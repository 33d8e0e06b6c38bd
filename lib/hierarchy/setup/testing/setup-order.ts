import type { MachineFacts, SetupInput } from "../model";

/** What a person who does everything right enters. */
export const goodInput = (change: Partial<SetupInput> = {}): SetupInput => ({
  siteType: "central-administration-site",
  siteCode: "CAS",
  siteName: "Contoso Central",
  siteServer: "cas01.contoso.com",
  timeZone: "Europe/Berlin",
  userName: "anna",
  displayName: "Anna",
  password: "a long walk in autumn",
  usageDataLevel: 2,
  cloudConnector: true,
  cloudConnectorServer: "scp01.contoso.com",
  mode: "online",
  environmentId: "",
  useProxy: false,
  proxyName: "",
  proxyPort: 80,
  ...change,
});

/** A computer with nothing to find fault with. */
export const goodMachine = (change: Partial<MachineFacts> = {}): MachineFacts => ({
  dataFolder: "/var/lib/scp",
  folderWritable: true,
  freeBytes: 200 * 1024 ** 3,
  publicUrl: "https://scp.contoso.com",
  secretCharacters: 30,
  ...change,
});
