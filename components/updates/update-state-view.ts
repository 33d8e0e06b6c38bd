import {
  CircleSlash,
  CloudDownload,
  Download,
  EyeOff,
  Hourglass,
  type LucideIcon,
  PackageCheck,
  RotateCw,
} from "lucide-react";
import type { Tone } from "@/components/ui/badge";
import {
  type ConsoleState,
  consoleState,
  type UpdateStateName,
  updateStateName,
} from "@/lib/updates/state-machine";

interface StateLook {
  tone: Tone;
  icon?: LucideIcon;
  /** The state passes on its own. */
  busy?: true;
}

/** How each word of the column *State* looks. */
const LOOKS = {
  "being-evaluated": { tone: "info", busy: true },
  "available-to-download": { tone: "accent", icon: CloudDownload },
  downloading: { tone: "info", icon: Download, busy: true },
  "ready-to-install": { tone: "success", icon: PackageCheck },
  "failed-to-download": { tone: "danger" },
  installing: { tone: "info", busy: true },
  "replication-failed": { tone: "danger" },
  "checking-prerequisites": { tone: "info", busy: true },
  "prerequisite-check-passed": { tone: "success" },
  "prerequisite-check-passed-with-warning": { tone: "warning" },
  "prerequisite-check-failed": { tone: "danger" },
  "waiting-for-service-window": { tone: "warning", icon: Hourglass },
  "waiting-for-parent-site": { tone: "warning", icon: Hourglass },
  "pending-restart": { tone: "warning", icon: RotateCw },
  installed: { tone: "success" },
  "failed-to-install": { tone: "danger" },
  "not-needed": { tone: "neutral", icon: EyeOff },
  "not-applicable": { tone: "neutral", icon: CircleSlash },
  "applicability-failed": { tone: "danger" },
} as const satisfies Record<ConsoleState, StateLook>;

export interface UpdateStateView {
  /** Key of the words in the messages, `updates.states`. */
  key: ConsoleState;
  /** The product's name of the number; null for a number it does not know. */
  name: UpdateStateName | null;
  /** As the product's tools write it, e.g. `262146 (0x00040002)`. */
  numeric: string;
  tone: Tone;
  icon: LucideIcon | undefined;
  busy: boolean;
}

/**
 * Everything a badge says about a numeric package state.
 * @param prereqFlag what the run was asked for: the same state is *Installing* or *Checking prerequisites*
 */
export function updateStateView(state: number, prereqFlag?: number): UpdateStateView {
  const key = consoleState(state, prereqFlag);
  const look: StateLook = LOOKS[key];
  return {
    key,
    name: updateStateName(state),
    numeric: `${state} (0x${state.toString(16).toUpperCase().padStart(8, "0")})`,
    tone: look.tone,
    icon: look.icon,
    busy: look.busy === true,
  };
}
