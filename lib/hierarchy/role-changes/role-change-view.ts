import type { RoleChangeStep } from "@/lib/db/schema";
import { isPastReturn, mayMove, type RoleChangeParams, type RoleChangeRow } from "./model";
import { ROLE_CHANGE_ORDERS } from "./orders";

/** A change of the role as the portal shows it. */
export interface RoleChangeView {
  id: string;
  kind: RoleChangeRow["kind"];
  reason: RoleChangeRow["reason"];
  state: RoleChangeRow["state"];
  fromServer: string | null;
  toServer: string | null;
  fromServerId: string | null;
  toServerId: string | null;
  steps: RoleChangeStep[];
  failure: { code: string; params: RoleChangeParams } | null;
  /** It waits for somebody to decide. */
  canRetry: boolean;
  canUndo: boolean;
  /** Undoing would take nothing back any more, only end it. */
  isPastReturn: boolean;
  requestedBy: string;
  requestedAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
}

export function roleChangeView(row: RoleChangeRow): RoleChangeView {
  const { input: _input, facts: _facts, failureCode, failureParams, ...shown } = row;
  return {
    ...shown,
    failure: failureCode === null ? null : { code: failureCode, params: failureParams ?? {} },
    canRetry: row.state === "stopped",
    canUndo: mayMove(row.state, "undoing"),
    isPastReturn: isPastReturn(ROLE_CHANGE_ORDERS[row.kind] ?? {}, row.steps),
  };
}
