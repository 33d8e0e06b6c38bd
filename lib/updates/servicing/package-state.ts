import { UPDATE_STATE, type UpdateStateName } from "../state-machine";

const INSTALLING: ReadonlySet<UpdateStateName> = new Set(
  (Object.keys(UPDATE_STATE) as UpdateStateName[]).filter(
    (name) =>
      name === "INSTALL_IN_PROGRESS" ||
      (UPDATE_STATE[name] >= UPDATE_STATE.INSTALL_CMU_VALIDATING &&
        UPDATE_STATE[name] <= UPDATE_STATE.INSTALL_UPDATEADMINCONSOLE),
  ),
);

/** Worst first: what needs somebody, then what still goes on, then what is over. */
const BY_URGENCY: readonly UpdateStateName[] = [
  "INSTALL_FAILED",
  "INSTALL_CMU_FAILED",
  "CONTENT_REPLICATION_FAILED",
  "PREREQ_ERROR",
  "CONTENT_REPLICATING",
  "CONTENT_REPLICATION_SUCCESS",
  "PREREQ_IN_PROGRESS",
  "PREREQ_WARNING",
  "INSTALL_IN_PROGRESS",
  "INSTALL_PENDING_REBOOT",
  "INSTALL_WAITING_SERVICE_WINDOW",
  "INSTALL_WAITING_PARENT",
  "PREREQ_SUCCESS",
  "INSTALL_SUCCESS",
];

/**
 * The state of a package in a hierarchy of several sites: the worst of all its sites (reference/updates.md §7).
 * @param sites states of the top-level site and its child primaries; secondaries do not count
 * @returns null when no site has begun
 */
export function packageState(sites: readonly UpdateStateName[]): UpdateStateName | null {
  const states = new Set(sites.map((state) => (INSTALLING.has(state) ? "INSTALL_IN_PROGRESS" : state)));
  return BY_URGENCY.find((state) => states.has(state)) ?? null;
}
