import { checkPasswordPolicy } from "@/lib/access/password-policy";
import type { FailureParams } from "@/lib/result";
import type { SetupField, SetupInput } from "./model";

/** Something entered that cannot be used: the sentence of `code` names the cause and the fix. */
export interface SetupFault {
  field: SetupField;
  code: string;
  params?: FailureParams;
}

/** Names of devices and of the product's own databases (reference/role.md §2). */
export const RESERVED_SITE_CODES = ["AUX", "CON", "NUL", "PRN", "SMS"] as const;

export const isReservedSiteCode = (siteCode: string): boolean =>
  (RESERVED_SITE_CODES as readonly string[]).includes(siteCode);

interface SetupRule {
  field: SetupField;
  /** What is wrong, as a code with its data; null: nothing. */
  fault(input: SetupInput): Omit<SetupFault, "field"> | null;
}

const RULES: readonly SetupRule[] = [
  {
    field: "siteCode",
    fault: ({ siteCode }) => (/^[A-Z0-9]{3}$/.test(siteCode) ? null : { code: "setup-site-code-malformed" }),
  },
  {
    field: "siteCode",
    fault: ({ siteCode }) =>
      isReservedSiteCode(siteCode)
        ? { code: "setup-site-code-reserved", params: { reserved: RESERVED_SITE_CODES.join(", ") } }
        : null,
  },
  {
    field: "siteName",
    fault: ({ siteName }) => (siteName === "" ? { code: "setup-site-name-missing" } : null),
  },
  {
    field: "siteName",
    fault: ({ siteName }) => (siteName.length > 50 ? { code: "setup-site-name-too-long" } : null),
  },
  { field: "siteServer", fault: ({ siteServer }) => serverFault(siteServer) },
  {
    field: "timeZone",
    fault: ({ timeZone }) => (isTimeZone(timeZone) ? null : { code: "setup-time-zone-unknown" }),
  },
  {
    field: "userName",
    fault: ({ userName }) =>
      /^[A-Za-z0-9][A-Za-z0-9._-]{2,63}$/.test(userName) ? null : { code: "setup-user-name-malformed" },
  },
  {
    field: "password",
    fault: ({ password, userName }) =>
      password === ""
        ? { code: "setup-password-missing" }
        : (checkPasswordPolicy(password, userName)[0] ?? null),
  },
  {
    field: "cloudConnectorServer",
    fault: ({ cloudConnector, cloudConnectorServer }) =>
      cloudConnector ? serverFault(cloudConnectorServer) : null,
  },
  {
    field: "proxyName",
    fault: (input) =>
      usesProxy(input) && !isHostName(input.proxyName) ? { code: "setup-proxy-name-malformed" } : null,
  },
  {
    field: "proxyPort",
    fault: (input) =>
      usesProxy(input) && !isPort(input.proxyPort) ? { code: "setup-proxy-port-malformed" } : null,
  },
];

/** A role that is installed later has no server yet whose proxy it could be. */
export const usesProxy = ({ cloudConnector, useProxy }: SetupInput): boolean => cloudConnector && useProxy;

/** Everything that is wrong with `input`, at most one fault for each field, in the order of the wizard. */
export function findFaults(input: SetupInput): SetupFault[] {
  const faults = new Map<SetupField, SetupFault>();
  for (const { field, fault } of RULES) {
    const found = faults.has(field) ? null : fault(input);
    if (found) faults.set(field, { field, ...found });
  }
  return [...faults.values()];
}

const isPort = (port: number): boolean => Number.isInteger(port) && port >= 1 && port <= 65_535;

const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;

/** A short name, a qualified one or an IPv4 address; never an address with a scheme or a port. */
const isHostName = (name: string): boolean =>
  name.length <= 253 &&
  name
    .toLowerCase()
    .split(".")
    .every((label) => LABEL.test(label));

/** A name of at least two labels, the last of which is no number: that would be an address. */
function serverFault(fqdn: string): Omit<SetupFault, "field"> | null {
  if (fqdn === "") return { code: "setup-server-missing" };
  const labels = fqdn.split(".");
  const wellFormed =
    fqdn.length <= 253 &&
    labels.length >= 2 &&
    labels.every((label) => LABEL.test(label)) &&
    !/^\d+$/.test(labels.at(-1) ?? "");
  return wellFormed ? null : { code: "setup-server-malformed" };
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    // An offset such as +02:00 is accepted as well, and knows no summer.
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}
