import path from "node:path";
import { z } from "zod";
import { type EntraRoleMap, entraRoleMapSchema } from "@/lib/access/entra-roles";
import { isNetwork } from "@/lib/access/source-address";
import { SETUP_VARIABLE_PREFIX } from "@/lib/hierarchy/setup/settings";

/** What a process of the product needs from its environment. */
export interface Config {
  /** Absolute path. */
  dataDir: string;
  databaseUrl: string;
  /** Where the executives of other machines reach the database, `host` or `host:port`; left out: as the portal does. */
  databaseAddress?: string;
  /** Origin people use, e.g. `https://scp.contoso.com`; no trailing slash. */
  publicUrl: string;
  port: number;
  /** Address the portal listens on; `localhost` is both loopback addresses. */
  host: string;
  /** Signs session cookies; 32 characters or more. */
  sessionSecret: string;
  /** Reverse proxies whose `X-Forwarded-For` is believed, each an address or `address/prefix`. */
  trustedProxies: string[];
  lab: boolean;
  labPassword?: string;
  labCloudPort?: number;
  /** The lab's cloud without its sample hierarchy. */
  labEmpty: boolean;
  entra?: EntraConfig;
  sender: SenderConfig;
  /** Absolute paths; empty: the folder below each server's installation folder. */
  transferFolders: string[];
}

/** Where the executive gives files to the executives of other servers. */
export interface SenderConfig {
  /** Address to listen on. */
  host: string;
  /** 0: any free port, which is what several servers in one process need. */
  port: number;
  /** Name or address others reach this machine by; null: the fully qualified name of each server. */
  advertisedHost: string | null;
}

export interface EntraConfig {
  issuer: string;
  clientId: string;
  clientSecret: string;
  roleMap: EntraRoleMap;
}

/** What the start needs before it has a database, a port and, in the lab, a session secret. */
export type StartConfig = Omit<Config, "databaseUrl" | "port" | "publicUrl" | "sessionSecret"> &
  Partial<Pick<Config, "databaseUrl" | "port" | "publicUrl" | "sessionSecret">>;

export interface ConfigFault {
  variable: string;
  problem: string;
}

/** Lists every fault of the environment at once, so that nobody repairs them one start at a time. */
export class ConfigError extends Error {
  constructor(readonly faults: readonly ConfigFault[]) {
    super(
      [
        "The configuration in the environment cannot be used:",
        ...faults.map(({ variable, problem }) => `  ${variable}: ${problem}`),
      ].join("\n"),
    );
    this.name = "ConfigError";
  }
}

type Environment = Record<string, string | undefined>;

const flag = z
  .enum(["0", "1"], { error: "must be 1 or 0" })
  .default("0")
  .transform((value) => value === "1");
const port = z
  .string()
  .regex(/^\d+$/, "must be a port number, 1 to 65535")
  .transform(Number)
  .refine((value) => value >= 1 && value <= 65_535, "must be a port number, 1 to 65535");
const text = z.string().min(1);
const senderPort = z
  .string()
  .regex(/^\d+$/, "must be a port number, or 0 for any free one")
  .transform(Number)
  .refine((value) => value <= 65_535, "must be a port number, or 0 for any free one");
/** A name or an address, without port: it becomes the host of an address. */
const senderHost = text.refine(
  (name) =>
    (isNetwork(name) && !name.includes("/")) ||
    /^(?!-)[A-Za-z0-9-]{1,63}(\.(?!-)[A-Za-z0-9-]{1,63})*$/.test(name),
  "must be a host name or an IP address, without port",
);
const httpUrl = z.url({ protocol: /^https?$/, error: "must be an http or https address" });

const WILDCARDS = ["0.0.0.0", "::"];

const schema = z.object({
  SCP_DATA_DIR: text.default(".data").transform((folder) => path.resolve(folder)),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: "must look like postgres://user:password@host/database" })
    .optional(),
  SCP_DATABASE_ADDRESS: text
    .refine(
      (address) => URL.canParse(`postgres://${address}/`),
      "must be a host name or an address, and a port after a colon if it is another",
    )
    .optional(),
  SCP_PUBLIC_URL: httpUrl
    .refine((url) => isOrigin(url), "must be an origin without a path, such as https://scp.contoso.com")
    .transform((url) => new URL(url).origin)
    .optional(),
  PORT: port.optional(),
  SCP_HOST: text.default("localhost"),
  SCP_SESSION_SECRET: z.string().min(32, "must have 32 characters or more").optional(),
  SCP_TRUSTED_PROXIES: text
    .transform((list) => list.split(",").map((network) => network.trim()))
    .refine((list) => list.every(isNetwork), "must be addresses or address/prefix, separated by commas")
    .optional(),
  SCP_LAB: flag,
  SCP_LAB_PASSWORD: z.string().min(12, "must have 12 characters or more").optional(),
  SCP_LAB_CLOUD_PORT: port.optional(),
  SCP_LAB_EMPTY: flag,
  SCP_ENTRA_ISSUER: httpUrl.optional(),
  SCP_ENTRA_CLIENT_ID: text.optional(),
  SCP_ENTRA_CLIENT_SECRET: text.optional(),
  SCP_ENTRA_ROLE_MAP: z.string().transform(parseJson).pipe(entraRoleMapSchema).optional(),
  SCP_TRANSFER_FOLDERS: text
    .transform((list) => list.split(path.delimiter).filter((folder) => folder !== ""))
    .refine(
      (list) => list.every((folder) => path.isAbsolute(folder)),
      "must be absolute paths, separated by your system's path separator",
    )
    .optional(),
  SCP_SENDER_HOST: senderHost.optional(),
  SCP_SENDER_PORT: senderPort.default(0),
  SCP_SENDER_ADVERTISED_HOST: senderHost
    .refine((name) => !WILDCARDS.includes(name), "must be what others can reach, not a wildcard")
    .optional(),
});

type Variables = z.output<typeof schema>;

const ENTRA_VARIABLES = ["SCP_ENTRA_ISSUER", "SCP_ENTRA_CLIENT_ID", "SCP_ENTRA_CLIENT_SECRET"] as const;
const LAB_VARIABLES = ["SCP_LAB_PASSWORD", "SCP_LAB_CLOUD_PORT", "SCP_LAB_EMPTY"] as const;

const EXECUTIVE_VARIABLES = [
  "DATABASE_URL",
  "SCP_DATA_DIR",
  "SCP_TRANSFER_FOLDERS",
  "SCP_SENDER_HOST",
  "SCP_SENDER_PORT",
  "SCP_SENDER_ADVERTISED_HOST",
  "SCP_PUBLIC_URL",
] as const;

/** Settings of other readers: next.config.ts. */
const OTHER_VARIABLES = ["SCP_NEXT_DIST_DIR"];

/**
 * The configuration of the running portal.
 * @throws ConfigError that lists every fault
 */
export function loadConfig(env: Environment = process.env): Config {
  const { variables, faults } = read(env);
  const missing = missingOf(variables, ["DATABASE_URL", "SCP_SESSION_SECRET"]);
  refuse([...faults, ...missing]);
  const started = configOf(variables);
  const listening = started.port ?? 3000;
  return {
    ...started,
    port: listening,
    databaseUrl: variables.DATABASE_URL ?? "",
    publicUrl: started.publicUrl ?? `http://localhost:${listening}`,
    sessionSecret: variables.SCP_SESSION_SECRET ?? "",
  };
}

/**
 * The configuration of an executive, which may run on a server of its own: it needs no secret of the portal.
 * @throws ConfigError that lists every fault of the variables it reads
 */
export function loadExecutiveConfig(
  env: Environment = process.env,
): Pick<Config, "dataDir" | "databaseUrl" | "sender" | "transferFolders"> &
  Partial<Pick<Config, "publicUrl">> {
  const { variables, faults } = read(
    Object.fromEntries(EXECUTIVE_VARIABLES.map((name) => [name, env[name]])),
  );
  refuse([...faults, ...missingOf(variables, ["DATABASE_URL"])]);
  const { dataDir, publicUrl, sender, transferFolders } = configOf(variables);
  return { dataDir, publicUrl, sender, transferFolders, databaseUrl: variables.DATABASE_URL ?? "" };
}

/**
 * The configuration of a start with the lab; whatever is missing the start makes itself.
 * @throws ConfigError that lists every fault
 */
export function loadLabStartConfig(env: Environment = process.env): StartConfig {
  const { variables, faults } = read({ ...env, SCP_LAB: "1" });
  refuse(faults);
  return configOf(variables);
}

/**
 * The configuration of a start in production, where nothing is guessed.
 * @throws ConfigError that lists every fault
 */
export function loadServeConfig(env: Environment = process.env): StartConfig {
  const { variables, faults } = read(env);
  const all = [...faults, ...missingOf(variables, ["SCP_PUBLIC_URL", "SCP_SESSION_SECRET"])];
  if (variables.SCP_LAB) all.push({ variable: "SCP_LAB", problem: "production has no lab; use `npm start`" });
  for (const variable of LAB_VARIABLES) {
    if (env[variable] !== undefined)
      all.push({ variable, problem: "belongs to the lab, and production has none" });
  }
  for (const name of Object.keys(env)) {
    if (!name.startsWith("SCP_") || name in schema.shape || OTHER_VARIABLES.includes(name)) continue;
    // Read, and refused with their own sentences, by an unattended set-up.
    if (name.startsWith(SETUP_VARIABLE_PREFIX)) continue;
    all.push({ variable: name, problem: "is not a setting of this product" });
  }
  const url = variables.SCP_PUBLIC_URL;
  if (url?.startsWith("http:") && !isLoopback(new URL(url).hostname)) {
    all.push({ variable: "SCP_PUBLIC_URL", problem: "must be https, or the address of this machine itself" });
  }
  refuse(all);
  return configOf(variables);
}

function read(env: Environment): { variables: Partial<Variables>; faults: ConfigFault[] } {
  const known = Object.keys(schema.shape);
  // `FOO= npm start` is how a shell unsets a variable for one command.
  const given = Object.fromEntries(known.map((name) => [name, env[name] === "" ? undefined : env[name]]));
  const faults: ConfigFault[] = [];
  const variables: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(schema.shape)) {
    const parsed = field.safeParse(given[name]);
    if (parsed.success) variables[name] = parsed.data;
    else
      faults.push({ variable: name, problem: parsed.error.issues.map((issue) => issue.message).join("; ") });
  }
  if (ENTRA_VARIABLES.some((name) => given[name] !== undefined)) {
    const partner = "is needed as soon as one of the SCP_ENTRA_ settings is given";
    faults.push(...missingOf(given, [...ENTRA_VARIABLES], partner));
  }
  return { variables: variables as Partial<Variables>, faults };
}

function configOf(variables: Partial<Variables>): StartConfig {
  const {
    SCP_ENTRA_ISSUER: issuer,
    SCP_ENTRA_CLIENT_ID: clientId,
    SCP_ENTRA_CLIENT_SECRET: clientSecret,
  } = variables;
  const roleMap = variables.SCP_ENTRA_ROLE_MAP ?? {};
  return {
    dataDir: variables.SCP_DATA_DIR ?? path.resolve(".data"),
    databaseUrl: variables.DATABASE_URL,
    databaseAddress: variables.SCP_DATABASE_ADDRESS,
    publicUrl: variables.SCP_PUBLIC_URL,
    port: variables.PORT,
    host: variables.SCP_HOST ?? "localhost",
    sessionSecret: variables.SCP_SESSION_SECRET,
    trustedProxies: variables.SCP_TRUSTED_PROXIES ?? [],
    lab: variables.SCP_LAB ?? false,
    labPassword: variables.SCP_LAB_PASSWORD,
    labCloudPort: variables.SCP_LAB_CLOUD_PORT,
    labEmpty: variables.SCP_LAB_EMPTY ?? false,
    sender: senderOf(variables),
    transferFolders: variables.SCP_TRANSFER_FOLDERS ?? [],
    ...(issuer && clientId && clientSecret ? { entra: { issuer, clientId, clientSecret, roleMap } } : {}),
  };
}

/** Without a setting the servers share one machine; an address of the network is reached by each server's name. */
function senderOf(variables: Partial<Variables>): SenderConfig {
  const host = variables.SCP_SENDER_HOST ?? "127.0.0.1";
  const advertised = variables.SCP_SENDER_ADVERTISED_HOST ?? (isLoopback(host) ? host : null);
  return { host, port: variables.SCP_SENDER_PORT ?? 0, advertisedHost: advertised };
}

function missingOf(given: object, names: readonly string[], problem = "is required"): ConfigFault[] {
  return names
    .filter((name) => (given as Record<string, unknown>)[name] === undefined)
    .map((variable) => ({ variable, problem }));
}

function refuse(faults: readonly ConfigFault[]): void {
  // A value that is there and wrong must not also be called missing.
  const first = faults.filter((fault, at) => faults.findIndex((f) => f.variable === fault.variable) === at);
  if (first.length > 0) throw new ConfigError(first);
}

function parseJson(value: string, ctx: z.RefinementCtx): unknown {
  try {
    return JSON.parse(value);
  } catch {
    ctx.addIssue({ code: "custom", message: "is not JSON" });
    return z.NEVER;
  }
}

function isOrigin(url: string): boolean {
  const { pathname, search, hash } = new URL(url);
  return pathname === "/" && search === "" && hash === "";
}

function isLoopback(hostname: string): boolean {
  return (
    hostname === "localhost" ||
    hostname === "[::1]" ||
    hostname === "::1" ||
    /^127(\.\d{1,3}){3}$/.test(hostname)
  );
}
