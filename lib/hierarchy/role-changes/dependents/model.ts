import type { Database } from "@/lib/db/connection";
import type { RoleServer } from "../order-role-change";

export type DependentParams = Record<string, string | number>;

/** Something of the hierarchy that needs the service connection point, and how it stands. */
export interface Dependent<Id extends string = string, State extends string = string> {
  /** In the messages under `roleChanges.dependents.<id>`. */
  id: Id;
  /** There, under `states`. */
  state: State;
  /** Of the sentences; dates as ISO texts. */
  params: DependentParams;
  /** The role must stay where it is as long as this lasts. */
  blocks: boolean;
  /** Page of the portal that shows it. */
  link: string;
}

/** What a reader of dependents is given. */
export interface DependentSource {
  db: Database;
  now: Date;
  /** Who holds the role; null while nobody does. */
  holder: RoleServer | null;
}

/** Finds the dependents of one sort, none when there are none. */
export type DependentReader = (source: DependentSource) => Promise<Dependent<DependentId>[]>;

/** Every sort with the states it can be in. What the change of the role means for it belongs to the sort. */
export const DEPENDENT_STATES = {
  "update-under-way": ["running"],
  "update-check": ["scheduled", "not-scheduled"],
  download: ["queued", "downloading", "waiting", "verifying", "paused", "failed", "removing"],
  "downloaded-update": ["ready"],
  "usage-data": ["scheduled", "pending"],
  "offline-round": ["waiting", "prepared"],
  "offline-import": ["open"],
  "secret-key": ["valid", "expired", "renewal-required"],
  "azure-service": ["works", "failing", "never-proved"],
  "azure-operation": ["waiting", "running", "sign-in-needed", "stopped", "undoing"],
  notifications: ["given"],
  proxy: ["used"],
  firewall: ["needed"],
} as const;

export type DependentId = keyof typeof DEPENDENT_STATES;
