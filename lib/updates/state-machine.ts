import { PREREQ_FLAG } from "./servicing/model";

/**
 * The states of an update package, as numbers of the product (reference/updates.md §6): the high word is the
 * stage (1 replication, 2 prerequisites, 3 installation, 4 download, 5 applicability), the low word the
 * detail, `FFFF` and its neighbours failure.
 */
export const UPDATE_STATE = {
  UNKNOWN: 0x0,
  ENABLED: 0x2,
  CONTENT_REPLICATING: 0x00010001,
  CONTENT_REPLICATION_SUCCESS: 0x00010002,
  CONTENT_REPLICATION_FAILED: 0x0001ffff,
  PREREQ_IN_PROGRESS: 0x00020001,
  PREREQ_SUCCESS: 0x00020002,
  PREREQ_WARNING: 0x00020003,
  PREREQ_ERROR: 0x0002ffff,
  INSTALL_IN_PROGRESS: 0x00030001,
  INSTALL_WAITING_SERVICE_WINDOW: 0x00030002,
  INSTALL_WAITING_PARENT: 0x00030003,
  INSTALL_SUCCESS: 0x00030004,
  INSTALL_PENDING_REBOOT: 0x00030005,
  INSTALL_CMU_VALIDATING: 0x00030006,
  INSTALL_CMU_STOPPED: 0x00030007,
  INSTALL_CMU_INSTALLFILES: 0x00030008,
  INSTALL_CMU_STARTED: 0x00030009,
  INSTALL_CMU_SUCCESS: 0x0003000a,
  INSTALL_WAITING_CMU: 0x0003000b,
  INSTALL_INSTALLFILES: 0x0003000c,
  INSTALL_UPGRADESITECTRLIMAGE: 0x0003000d,
  INSTALL_CONFIGURESERVICEBROKER: 0x0003000e,
  INSTALL_INSTALLSYSTEM: 0x0003000f,
  INSTALL_CONSOLE: 0x00030010,
  INSTALL_INSTALLBASESERVICES: 0x00030011,
  INSTALL_UPDATE_SITES: 0x00030012,
  INSTALL_SSB_ACTIVATION_ON: 0x00030013,
  INSTALL_UPGRADEDATABASE: 0x00030014,
  INSTALL_UPDATEADMINCONSOLE: 0x00030015,
  INSTALL_CMU_FAILED: 0x0003fffe,
  INSTALL_FAILED: 0x0003ffff,
  DOWNLOAD_IN_PROGRESS: 0x00040001,
  DOWNLOAD_SUCCESS: 0x00040002,
  DOWNLOAD_FAILED: 0x0004ffff,
  APPLICABILITY_CHECKING: 0x00050001,
  APPLICABILITY_SUCCESS: 0x00050002,
  APPLICABILITY_HIDE: 0x0005fffd,
  APPLICABILITY_NA: 0x0005fffe,
  APPLICABILITY_FAILED: 0x0005ffff,
} as const;

export type UpdateStateName = keyof typeof UPDATE_STATE;

/** What the column *State* says (reference/updates.md §7); the words are in the messages, `updates.states`. */
export type ConsoleState =
  | "being-evaluated"
  | "available-to-download"
  | "downloading"
  | "ready-to-install"
  | "failed-to-download"
  | "installing"
  | "replication-failed"
  | "checking-prerequisites"
  | "prerequisite-check-passed"
  | "prerequisite-check-passed-with-warning"
  | "prerequisite-check-failed"
  | "waiting-for-service-window"
  | "waiting-for-parent-site"
  | "pending-restart"
  | "installed"
  | "failed-to-install"
  | "not-needed"
  | "not-applicable"
  | "applicability-failed";

interface StateRule {
  console: ConsoleState;
  /** The console's list leaves packages in this state out. */
  hidden?: true;
  /** Where a package may go from here. */
  next: readonly UpdateStateName[];
}

const INSTALL_ENDS = ["INSTALL_SUCCESS", "INSTALL_PENDING_REBOOT", "INSTALL_FAILED"] as const;
/** What follows a finished check: the installation, another check, a retry at the site, or none of it. */
const CHECKED_ENDS = [
  "ENABLED",
  "CONTENT_REPLICATION_SUCCESS",
  "INSTALL_IN_PROGRESS",
  "INSTALL_WAITING_PARENT",
  "DOWNLOAD_SUCCESS",
  "APPLICABILITY_HIDE",
] as const;
const installing = (...next: UpdateStateName[]): StateRule => ({ console: "installing", next });

/**
 * Every state, what the console calls it, and the legal ways on. Beside the ways of reference/updates.md §7:
 * a canceled download is available again, what a hierarchy no longer needs is hidden from any resting state,
 * and what the publisher revised is judged and downloaded anew.
 */
export const UPDATE_STATES = {
  UNKNOWN: { console: "being-evaluated", hidden: true, next: ["APPLICABILITY_CHECKING"] },

  APPLICABILITY_CHECKING: {
    console: "being-evaluated",
    hidden: true,
    next: ["APPLICABILITY_SUCCESS", "APPLICABILITY_HIDE", "APPLICABILITY_NA", "APPLICABILITY_FAILED"],
  },
  APPLICABILITY_SUCCESS: {
    console: "available-to-download",
    // At once ready when its files came with it, in a hotfix archive.
    next: ["DOWNLOAD_IN_PROGRESS", "DOWNLOAD_SUCCESS", "APPLICABILITY_CHECKING"],
  },
  APPLICABILITY_HIDE: { console: "not-needed", hidden: true, next: ["APPLICABILITY_CHECKING"] },
  APPLICABILITY_NA: { console: "not-applicable", hidden: true, next: ["APPLICABILITY_CHECKING"] },
  APPLICABILITY_FAILED: { console: "applicability-failed", hidden: true, next: ["APPLICABILITY_CHECKING"] },

  DOWNLOAD_IN_PROGRESS: {
    console: "downloading",
    next: ["DOWNLOAD_SUCCESS", "DOWNLOAD_FAILED", "APPLICABILITY_SUCCESS", "APPLICABILITY_CHECKING"],
  },
  DOWNLOAD_SUCCESS: {
    console: "ready-to-install",
    // Downloaded anew when the role moved away from the server that has the files.
    next: ["DOWNLOAD_IN_PROGRESS", "ENABLED", "APPLICABILITY_HIDE", "APPLICABILITY_CHECKING"],
  },
  DOWNLOAD_FAILED: {
    console: "failed-to-download",
    next: ["DOWNLOAD_IN_PROGRESS", "APPLICABILITY_HIDE", "APPLICABILITY_CHECKING"],
  },

  // Failed to download: files it was ready with are gone.
  ENABLED: installing("CONTENT_REPLICATING", "DOWNLOAD_SUCCESS", "DOWNLOAD_FAILED"),
  CONTENT_REPLICATING: installing(
    "CONTENT_REPLICATION_SUCCESS",
    "CONTENT_REPLICATION_FAILED",
    "DOWNLOAD_SUCCESS",
  ),
  CONTENT_REPLICATION_SUCCESS: {
    console: "checking-prerequisites",
    next: ["CONTENT_REPLICATING", "PREREQ_IN_PROGRESS", "DOWNLOAD_SUCCESS"],
  },
  CONTENT_REPLICATION_FAILED: {
    console: "replication-failed",
    next: ["CONTENT_REPLICATING", "DOWNLOAD_SUCCESS"],
  },

  PREREQ_IN_PROGRESS: {
    console: "checking-prerequisites",
    next: [
      "CONTENT_REPLICATION_SUCCESS",
      "PREREQ_SUCCESS",
      "PREREQ_WARNING",
      "PREREQ_ERROR",
      "DOWNLOAD_SUCCESS",
    ],
  },
  PREREQ_SUCCESS: { console: "prerequisite-check-passed", next: CHECKED_ENDS },
  PREREQ_WARNING: { console: "prerequisite-check-passed-with-warning", next: CHECKED_ENDS },
  PREREQ_ERROR: {
    console: "prerequisite-check-failed",
    next: ["ENABLED", "CONTENT_REPLICATION_SUCCESS", "DOWNLOAD_SUCCESS", "APPLICABILITY_HIDE"],
  },

  INSTALL_IN_PROGRESS: installing(
    "INSTALL_CMU_VALIDATING",
    "INSTALL_WAITING_SERVICE_WINDOW",
    "INSTALL_WAITING_PARENT",
    "INSTALL_FAILED",
  ),
  INSTALL_WAITING_PARENT: {
    console: "waiting-for-parent-site",
    next: ["INSTALL_CMU_VALIDATING", "INSTALL_WAITING_SERVICE_WINDOW", "INSTALL_FAILED"],
  },
  INSTALL_CMU_VALIDATING: installing("INSTALL_CMU_STOPPED", "INSTALL_CMU_FAILED"),
  INSTALL_CMU_STOPPED: installing("INSTALL_CMU_INSTALLFILES", "INSTALL_CMU_FAILED"),
  INSTALL_CMU_INSTALLFILES: installing("INSTALL_CMU_STARTED", "INSTALL_CMU_FAILED"),
  INSTALL_CMU_STARTED: installing("INSTALL_CMU_SUCCESS", "INSTALL_CMU_FAILED"),
  INSTALL_CMU_SUCCESS: installing("INSTALL_WAITING_CMU", "INSTALL_FAILED"),
  INSTALL_WAITING_CMU: installing(
    "INSTALL_WAITING_SERVICE_WINDOW",
    "INSTALL_UPGRADEDATABASE",
    "INSTALL_FAILED",
  ),
  INSTALL_WAITING_SERVICE_WINDOW: {
    console: "waiting-for-service-window",
    next: ["INSTALL_CMU_VALIDATING", "INSTALL_UPGRADEDATABASE", "INSTALL_FAILED"],
  },
  // In the order of the steps (reference/updates.md §5, 5), which is not that of the numbers.
  INSTALL_UPGRADEDATABASE: installing("INSTALL_INSTALLFILES", "INSTALL_FAILED"),
  INSTALL_INSTALLFILES: installing("INSTALL_UPGRADESITECTRLIMAGE", "INSTALL_FAILED"),
  INSTALL_UPGRADESITECTRLIMAGE: installing("INSTALL_CONFIGURESERVICEBROKER", "INSTALL_FAILED"),
  INSTALL_CONFIGURESERVICEBROKER: installing("INSTALL_INSTALLSYSTEM", "INSTALL_FAILED"),
  INSTALL_INSTALLSYSTEM: installing("INSTALL_INSTALLBASESERVICES", "INSTALL_FAILED"),
  INSTALL_INSTALLBASESERVICES: installing("INSTALL_UPDATE_SITES", "INSTALL_FAILED"),
  INSTALL_UPDATE_SITES: installing("INSTALL_CONSOLE", "INSTALL_FAILED"),
  INSTALL_CONSOLE: installing("INSTALL_UPDATEADMINCONSOLE", "INSTALL_FAILED"),
  INSTALL_UPDATEADMINCONSOLE: installing("INSTALL_SSB_ACTIVATION_ON", "INSTALL_FAILED"),
  INSTALL_SSB_ACTIVATION_ON: installing(...INSTALL_ENDS),
  INSTALL_PENDING_REBOOT: { console: "pending-restart", next: ["INSTALL_SUCCESS"] },
  INSTALL_SUCCESS: { console: "installed", next: ["APPLICABILITY_HIDE"] },
  INSTALL_CMU_FAILED: { console: "failed-to-install", next: ["ENABLED", "CONTENT_REPLICATION_SUCCESS"] },
  INSTALL_FAILED: { console: "failed-to-install", next: ["ENABLED", "CONTENT_REPLICATION_SUCCESS"] },
} as const satisfies Record<UpdateStateName, StateRule>;

const NAME_BY_STATE = new Map<number, UpdateStateName>(
  (Object.entries(UPDATE_STATE) as [UpdateStateName, number][]).map(([name, value]) => [value, name]),
);

/** @returns null for a number the product does not know */
export const updateStateName = (state: number): UpdateStateName | null => NAME_BY_STATE.get(state) ?? null;

/**
 * What the console calls `state`. A number the product does not know is still being evaluated; content that travels
 * for a check alone is part of the check, not of an installation (reference/updates.md §7).
 * @param prereqFlag of the package, or of the site
 */
export function consoleState(state: number, prereqFlag: number = PREREQ_FLAG.stopOnWarning): ConsoleState {
  const name = updateStateName(state) ?? "UNKNOWN";
  const onItsWay = name === "ENABLED" || name === "CONTENT_REPLICATING";
  if (onItsWay && (prereqFlag & PREREQ_FLAG.prereqOnly) !== 0) return "checking-prerequisites";
  return UPDATE_STATES[name].console;
}

/** Whether the console's list leaves a package in `state` out. */
export function isHiddenState(state: number): boolean {
  const rule: StateRule = UPDATE_STATES[updateStateName(state) ?? "UNKNOWN"];
  return rule.hidden === true;
}

const BEFORE_DOWNLOADED: ReadonlySet<UpdateStateName> = new Set([
  "UNKNOWN",
  "APPLICABILITY_CHECKING",
  "APPLICABILITY_SUCCESS",
  "APPLICABILITY_HIDE",
  "APPLICABILITY_NA",
  "APPLICABILITY_FAILED",
  "DOWNLOAD_IN_PROGRESS",
  "DOWNLOAD_FAILED",
]);

/** Whether every file of a package in `state` is here: ready to install, or further. */
export const isDownloaded = (state: number): boolean =>
  !BEFORE_DOWNLOADED.has(updateStateName(state) ?? "UNKNOWN");

export const canMove = (from: UpdateStateName, to: UpdateStateName): boolean =>
  (UPDATE_STATES[from].next as readonly UpdateStateName[]).includes(to);
