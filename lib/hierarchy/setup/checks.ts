import { Second } from "@/lib/clock";
import type { FailureParams } from "@/lib/result";
import { findFaults, type SetupFault } from "./find-faults";
import { defaultEnvironment, type MachineFacts, type SetupEnvironment, type SetupInput } from "./model";

/** Everything the prerequisite checks look at. */
export interface SetupFacts {
  input: SetupInput;
  machine: MachineFacts;
  /** `server_version_num`, e.g. 180001. */
  databaseVersion: number;
  /** How far the clock of this computer or of an executive is from the database's, in milliseconds; the worst. */
  clockSkewMs: number;
  /** Whether an executive lives that would host the site server; `misfit`: one of another version. */
  executive: "hosting" | "misfit" | "silent";
  environments: readonly SetupEnvironment[];
  /** Names of accounts that are there already, in lower case. */
  takenUserNames: readonly string[];
  takenSiteCodes: readonly string[];
}

/** `failed` blocks the installation, `warning` does not (reference/role.md §7.1). */
export type CheckOutcome = "passed" | "warning" | "failed";

export interface CheckResult {
  id: SetupCheckId;
  outcome: CheckOutcome;
  /** Says cause and fix; none where the check passed. */
  finding: { code: string; params?: FailureParams } | null;
}

type Verdict = Omit<CheckResult, "id">;

const PASSED: Verdict = { outcome: "passed", finding: null };
const failed = (code: string, params?: FailureParams): Verdict => ({
  outcome: "failed",
  finding: { code, params },
});
const warning = (code: string, params?: FailureParams): Verdict => ({
  outcome: "warning",
  finding: { code, params },
});

const OLDEST_POSTGRES = 15;
const LEAST_FREE_BYTES = 1024 ** 3;
/** What *Free disk space on site server* will ask for before each update (reference/updates.md §10). */
const ADVISED_FREE_BYTES = 15 * 1024 ** 3;
const SKEW_NOTICED_MS = 5 * Second.ms;
/** Beyond it metadata and tokens count as expired, or as not valid yet. */
const SKEW_BLOCKS_MS = 300 * Second.ms;
const LEAST_SECRET_CHARACTERS = 10;

/** One row for each line of *Prerequisite Installation Check*. */
const CHECKS = {
  database: ({ databaseVersion }) => {
    const major = Math.floor(databaseVersion / 10_000);
    return major >= OLDEST_POSTGRES
      ? PASSED
      : failed("setup-database-too-old", { major, oldest: OLDEST_POSTGRES });
  },
  dataFolder: ({ machine }) =>
    machine.folderWritable ? PASSED : failed("setup-folder-not-writable", { folder: machine.dataFolder }),
  diskSpace: ({ machine: { freeBytes, dataFolder } }) => {
    if (freeBytes === null) return failed("setup-folder-not-readable", { folder: dataFolder });
    const params = { free: gibibytes(freeBytes), folder: dataFolder };
    if (freeBytes < LEAST_FREE_BYTES) return failed("setup-disk-full", params);
    return freeBytes < ADVISED_FREE_BYTES ? warning("setup-disk-short", params) : PASSED;
  },
  clock: ({ clockSkewMs: skew }) => {
    const params = { seconds: Math.round(skew / Second.ms) };
    if (skew > SKEW_BLOCKS_MS) return failed("setup-clock-wrong", params);
    return skew > SKEW_NOTICED_MS ? warning("setup-clock-off", params) : PASSED;
  },
  executive: ({ executive }) => {
    if (executive === "hosting") return PASSED;
    return failed(executive === "misfit" ? "setup-executive-misfit" : "setup-executive-silent");
  },
  siteCode: ({ input, takenSiteCodes }) =>
    entered(input, "siteCode") ??
    (takenSiteCodes.includes(input.siteCode) ? failed("setup-site-code-taken") : PASSED),
  siteServer: ({ input }) => entered(input, "siteName", "siteServer") ?? PASSED,
  timeZone: ({ input }) => entered(input, "timeZone") ?? PASSED,
  administrator: ({ input, takenUserNames }) =>
    entered(input, "userName", "password") ??
    (takenUserNames.includes(input.userName.toLowerCase()) ? failed("setup-user-name-taken") : PASSED),
  serviceConnectionPoint: ({ input }) => {
    if (!input.cloudConnector) return warning("setup-connector-later");
    return entered(input, "cloudConnectorServer") ?? PASSED;
  },
  proxy: ({ input }) => entered(input, "proxyName", "proxyPort") ?? PASSED,
  cloud: ({ input, environments }) => {
    const cloud = environmentOf(input, environments);
    if (!input.cloudConnector) return PASSED;
    if (!cloud) return failed("setup-cloud-unknown");
    const silent = input.mode === "offline" || cloud.publishesCatalogue;
    return silent ? PASSED : warning("setup-cloud-without-catalogue", { cloud: cloud.name });
  },
  publicUrl: ({ machine: { publicUrl } }) =>
    publicUrl.startsWith("https:") ? PASSED : warning("setup-portal-local", { url: publicUrl }),
  sessionSecret: ({ machine: { secretCharacters } }) =>
    secretCharacters >= LEAST_SECRET_CHARACTERS ? PASSED : warning("setup-secret-weak"),
} as const satisfies Record<string, (facts: SetupFacts) => Verdict>;

export type SetupCheckId = keyof typeof CHECKS;

export const SETUP_CHECK_IDS = Object.keys(CHECKS) as SetupCheckId[];

/** What each check finds, in the order of the page. */
export const judgeSetup = (facts: SetupFacts): CheckResult[] =>
  SETUP_CHECK_IDS.map((id) => ({ id, ...CHECKS[id](facts) }));

/** The cloud the role is connected with: the one named, else the default. */
export const environmentOf = (
  { environmentId }: Pick<SetupInput, "environmentId">,
  environments: readonly SetupEnvironment[],
): SetupEnvironment | undefined =>
  environmentId === ""
    ? defaultEnvironment(environments)
    : environments.find(({ id }) => id === environmentId);

/** A fault of what was entered in one of `fields`. */
function entered(input: SetupInput, ...fields: SetupFault["field"][]): Verdict | null {
  const fault = findFaults(input).find(({ field }) => fields.includes(field));
  return fault ? failed(fault.code, fault.params) : null;
}

const gibibytes = (bytes: number): number => Math.round((bytes / 1024 ** 3) * 10) / 10;
