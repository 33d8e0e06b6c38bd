import type { FailureParams } from "@/lib/result";
import type { USAGE_DATA_LEVELS, UsageDataLevel } from "@/lib/usage-data/model";
import type { SetupInput } from "./model";

export type Parsed<T> = { value: T } | { fault: { code: string; params?: FailureParams } };

export const SETUP_VARIABLE_PREFIX = "SCP_SETUP_";

/** How an unattended run names a field of Setup. */
interface Setting<T> {
  /** Section and key of the setup file; null: only in the environment. */
  place: { section: string; key: string } | null;
  variable: `${typeof SETUP_VARIABLE_PREFIX}${string}`;
  /** What counts where nothing is given; absent: it must be given. */
  fallback?: T;
  parse(text: string): Parsed<T>;
}

/** What an unattended run reads: the fields, and where the password lies. */
type UnattendedValues = SetupInput & { passwordFile: string };

const text = (value: string): Parsed<string> => ({ value });

const flag = (value: string): Parsed<boolean> =>
  ["0", "1"].includes(value) ? { value: value === "1" } : oneOfFault(["0", "1"]);

const number = (value: string): Parsed<number> =>
  /^\d{1,9}$/.test(value) ? { value: Number(value) } : { fault: { code: "setup-number-malformed" } };

/** One of the names, whatever their case. */
const oneOf =
  <T>(values: Readonly<Record<string, T>>) =>
  (given: string): Parsed<T> => {
    const name = Object.keys(values).find((known) => known.toLowerCase() === given.toLowerCase());
    const value = name === undefined ? undefined : values[name];
    return value === undefined ? oneOfFault(Object.keys(values)) : { value };
  };

const oneOfFault = (values: readonly string[]) => ({
  fault: { code: "setup-value-unknown", params: { values: values.join(", ") } },
});

const LEVELS: Record<string, UsageDataLevel> = {
  Basic: 1,
  Enhanced: 2,
  Full: 3,
} satisfies Record<Capitalize<(typeof USAGE_DATA_LEVELS)[UsageDataLevel]>, UsageDataLevel>;

const options = (key: string) => ({ section: "Options", key });
const connector = (key: string) => ({ section: "CloudConnectorOptions", key });
const administrator = (key: string) => ({ section: "AdministratorOptions", key });

/**
 * Setup's script as the product reads it (reference/role.md §7.1), with what it takes from the computer or the account
 * that runs it added: site server, time zone, mode, cloud, level and the administrator.
 */
export const SETTINGS = {
  siteType: {
    place: { section: "Identification", key: "Action" },
    variable: "SCP_SETUP_ACTION",
    parse: oneOf({
      InstallCAS: "central-administration-site",
      InstallPrimarySite: "primary-site",
    } as const),
  },
  siteCode: { place: options("SiteCode"), variable: "SCP_SETUP_SITE_CODE", parse: text },
  siteName: { place: options("SiteName"), variable: "SCP_SETUP_SITE_NAME", parse: text },
  siteServer: { place: options("SiteServer"), variable: "SCP_SETUP_SITE_SERVER", parse: text },
  timeZone: { place: options("TimeZone"), variable: "SCP_SETUP_TIME_ZONE", fallback: "UTC", parse: text },
  userName: { place: administrator("UserName"), variable: "SCP_SETUP_USER_NAME", parse: text },
  displayName: {
    place: administrator("DisplayName"),
    variable: "SCP_SETUP_DISPLAY_NAME",
    fallback: "",
    parse: text,
  },
  password: { place: null, variable: "SCP_SETUP_PASSWORD", fallback: "", parse: text },
  passwordFile: {
    place: administrator("PasswordFile"),
    variable: "SCP_SETUP_PASSWORD_FILE",
    fallback: "",
    parse: text,
  },
  usageDataLevel: {
    place: connector("UsageDataLevel"),
    variable: "SCP_SETUP_USAGE_DATA_LEVEL",
    fallback: 2,
    parse: oneOf(LEVELS),
  },
  cloudConnector: { place: connector("CloudConnector"), variable: "SCP_SETUP_CLOUD_CONNECTOR", parse: flag },
  cloudConnectorServer: {
    place: connector("CloudConnectorServer"),
    variable: "SCP_SETUP_CLOUD_CONNECTOR_SERVER",
    fallback: "",
    parse: text,
  },
  mode: {
    place: connector("Mode"),
    variable: "SCP_SETUP_MODE",
    fallback: "online",
    parse: oneOf({ Online: "online", Offline: "offline" } as const),
  },
  environmentId: {
    place: connector("CloudEnvironment"),
    variable: "SCP_SETUP_CLOUD_ENVIRONMENT",
    fallback: "",
    parse: text,
  },
  useProxy: {
    place: connector("UseProxy"),
    variable: "SCP_SETUP_USE_PROXY",
    fallback: false,
    parse: flag,
  },
  proxyName: { place: connector("ProxyName"), variable: "SCP_SETUP_PROXY_NAME", fallback: "", parse: text },
  proxyPort: { place: connector("ProxyPort"), variable: "SCP_SETUP_PROXY_PORT", fallback: 80, parse: number },
} as const satisfies { [Name in keyof UnattendedValues]: Setting<UnattendedValues[Name]> };

export type SettingName = keyof typeof SETTINGS;

export const SETTING_NAMES = Object.keys(SETTINGS) as SettingName[];

/** The setting of an entry of the setup file; sections and keys are written in any case. */
export const settingOf = (section: string, key: string): SettingName | undefined =>
  SETTING_NAMES.find((name) => {
    const { place } = SETTINGS[name];
    return place !== null && same(place.section, section) && same(place.key, key);
  });

/**
 * What a script of the product may also carry and what has no counterpart here: it is left out and named, so that a
 * script can be used as it is. An empty list of keys stands for the whole section.
 */
const LEFT_OUT: readonly { section: string; keys: readonly string[] }[] = [
  { section: "Identification", keys: ["Preview", "CDLatest"] },
  {
    section: "Options",
    keys: [
      "ProductID",
      "PreviewFeatures",
      "SMSInstallDir",
      "SDKServer",
      "PrerequisiteComp",
      "PrerequisitePath",
      "AdminConsole",
      "JoinCEIP",
      "AddServerLanguages",
      "AddClientLanguages",
      "DeleteServerLanguages",
      "DeleteClientLanguages",
      "MobileDeviceLanguage",
      "RoleCommunicationProtocol",
      "ClientsUsePKICertificate",
      "ManagementPoint",
      "ManagementPointProtocol",
      "DistributionPoint",
      "DistributionPointProtocol",
    ],
  },
  { section: "SQLConfigOptions", keys: [] },
  { section: "SABranchOptions", keys: [] },
  { section: "HierarchyExpansionOption", keys: [] },
];

export const isLeftOut = (section: string, key: string): boolean =>
  LEFT_OUT.some(
    (known) =>
      same(known.section, section) && (known.keys.length === 0 || known.keys.some((one) => same(one, key))),
  );

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
