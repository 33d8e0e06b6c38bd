import { CirclePause, CircleStop, type LucideIcon } from "lucide-react";
import type { Tone } from "@/components/ui/badge";
import type { ComponentOperation, ComponentRow, ComponentState } from "@/lib/executive/model";

interface StateLook {
  tone: Tone;
  icon?: LucideIcon;
  busy?: true;
}

/** How each thread state looks; the words are in the messages, `componentsPage.states`. */
export const COMPONENT_STATE_LOOKS = {
  running: { tone: "success" },
  starting: { tone: "info", busy: true },
  stopping: { tone: "info", busy: true },
  stopped: { tone: "neutral", icon: CircleStop },
  failed: { tone: "danger" },
} as const satisfies Record<ComponentState, StateLook>;

/** `SMS_ComponentSummarizer.Status` as words (`componentsPage.status`) and colours. */
export const COMPONENT_STATUS = {
  0: { key: "ok", tone: "success" },
  1: { key: "warning", tone: "warning" },
  2: { key: "critical", tone: "danger" },
} as const satisfies Record<ComponentRow["status"], { key: string; tone: Tone }>;

/** `SMS_ComponentSummarizer.Type` as words (`componentsPage.types`). */
export const COMPONENT_TYPE = {
  0: "autostarting",
  1: "scheduled",
  2: "manual",
} as const satisfies Record<ComponentRow["type"], string>;

/** What the Service Manager shows: nothing is known before the first Query. */
export type PolledState = ComponentState | "unknown";

export const POLLED_STATE_LOOKS = {
  ...COMPONENT_STATE_LOOKS,
  unknown: { tone: "neutral", icon: CirclePause },
} as const satisfies Record<PolledState, StateLook>;

export const polledState = (row: Pick<ComponentRow, "polledState">): PolledState =>
  row.polledState ?? "unknown";

/** The newest command while it is under way. */
export function openCommand(row: Pick<ComponentRow, "lastCommand">): ComponentOperation | null {
  const command = row.lastCommand;
  return command && (command.state === "pending" || command.state === "taken") ? command.operation : null;
}

/** Keys of `componentsPage.refused`: why a command of the Service Manager cannot be given now. */
export type Refusal =
  | "not-seen-stopped"
  | "command-under-way"
  | "executive-not-responding"
  | "already-stopped";

/**
 * Whether the Service Manager offers `operation`. It knows only what the last Query saw
 * (reference/role.md §4.2): a component must have been seen stopped before it can be started.
 */
export function refusalOf(
  operation: ComponentOperation,
  row: Pick<ComponentRow, "polledState" | "lastCommand" | "executiveResponding">,
): Refusal | null {
  const underWay = openCommand(row);
  // A Query may look at what a Stop is doing; anything else waits for its end.
  if (underWay && (operation !== "query" || underWay === "query")) return "command-under-way";
  if (!row.executiveResponding) return "executive-not-responding";
  const seenStopped = row.polledState === "stopped" || row.polledState === "failed";
  if (operation === "start" && !seenStopped) return "not-seen-stopped";
  if (operation === "stop" && row.polledState === "stopped") return "already-stopped";
  return null;
}

/** Whether a command other than a Query was given after the last Query: the picture is certainly old. */
export function isStale(row: Pick<ComponentRow, "polledAt" | "lastCommand">): boolean {
  const { polledAt, lastCommand } = row;
  if (!polledAt || !lastCommand || lastCommand.operation === "query") return false;
  return polledAt.getTime() < lastCommand.requestedAt.getTime();
}

/** Names a component of one server among all rows. */
export const componentId = (row: Pick<ComponentRow, "serverId" | "component">): string =>
  `${row.serverId}/${row.component}`;
