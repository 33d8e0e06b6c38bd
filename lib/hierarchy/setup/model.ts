import { z } from "zod";
import { usageDataLevel } from "@/lib/usage-data/model";

/** The sites that can be the first of a hierarchy (reference/role.md §2). */
export const FIRST_SITE_TYPES = ["central-administration-site", "primary-site"] as const;

export type FirstSiteType = (typeof FIRST_SITE_TYPES)[number];

const line = z.string().trim().max(256);

/**
 * What Setup asks for, as the wizard and an unattended run give it. Only its shape is checked here, so that
 * `findFaults` can name everything that is wrong with it at once.
 */
export const setupInput = z.object({
  siteType: z.enum(FIRST_SITE_TYPES),
  siteCode: line.toUpperCase(),
  siteName: line,
  /** Fully qualified name of the site server. */
  siteServer: line.toLowerCase(),
  /** IANA name of the site server's time zone. */
  timeZone: line,
  userName: line,
  /** Empty: the user name. */
  displayName: line,
  password: z.string().max(1_024),
  usageDataLevel,
  /** Whether the service connection point is installed now (`CloudConnector`). */
  cloudConnector: z.boolean(),
  /** Fully qualified name of the server that gets it; the site server or another one (`CloudConnectorServer`). */
  cloudConnectorServer: line.toLowerCase(),
  mode: z.enum(["online", "offline"]),
  /** Row of the clouds; empty: the one that publishes a catalogue, else Azure public. */
  environmentId: line,
  /** Whether that server reaches the internet through a proxy, without credentials: no key to seal them to exists yet. */
  useProxy: z.boolean(),
  proxyName: line,
  proxyPort: z.number(),
});

export type SetupInput = z.output<typeof setupInput>;
export type SetupField = keyof SetupInput;

/** What the computer that runs Setup is like; gathered where Setup runs, never taken from a browser. */
export const machineFacts = z.object({
  dataFolder: z.string(),
  folderWritable: z.boolean(),
  /** Bytes; null where the folder cannot be read. */
  freeBytes: z.number().nullable(),
  /** Where people reach the portal. */
  publicUrl: z.url(),
  /** How many different characters the secret of the session cookies has. */
  secretCharacters: z.number(),
});

export type MachineFacts = z.output<typeof machineFacts>;

export const setupOrder = z.object({ setup: setupInput, machine: machineFacts });

/** A cloud the role can be connected with. */
export interface SetupEnvironment {
  id: string;
  name: string;
  publishesCatalogue: boolean;
}

/** The cloud that is meant when none is named: one that publishes a catalogue, else Azure public. */
export const defaultEnvironment = (environments: readonly SetupEnvironment[]): SetupEnvironment | undefined =>
  environments.find(({ publishesCatalogue }) => publishesCatalogue) ??
  environments.find(({ id }) => id === "AzurePublic");
