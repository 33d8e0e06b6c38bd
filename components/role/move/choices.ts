import type { MOVE_REASONS } from "@/lib/hierarchy/role-changes/move-role.order";

/** The pages of the move before anything happens (reference/role.md §8.2). */
export const MOVE_PAGES = ["reason", "target", "plan", "summary"] as const;
export type MovePage = (typeof MOVE_PAGES)[number];

export interface MoveChoices {
  reason: (typeof MOVE_REASONS)[number] | null;
  toServerId: string | null;
  /** The name of the server that gives the role, as it is typed. */
  confirmation: string;
}

/** What keeps the reader on a page: a key of `roleMove.missing`. */
export type Missing = "reason" | "target" | "requirements" | "refused" | "confirmation";

/** What the wizard knows beside what was chosen. */
export interface MoveFacts {
  /** The chosen server has answered and meets what it must. */
  isReady: boolean;
  /** Something forbids a move now. */
  isRefused: boolean;
  holder: string;
}

export function missingOn(page: MovePage, choices: MoveChoices, facts: MoveFacts): Missing | null {
  switch (page) {
    case "reason":
      return choices.reason ? null : "reason";
    case "target":
      if (!choices.toServerId) return "target";
      return facts.isReady ? null : "requirements";
    case "plan":
      return facts.isRefused ? "refused" : null;
    case "summary":
      return isConfirmed(choices, facts) ? null : "confirmation";
  }
}

const isConfirmed = ({ confirmation }: MoveChoices, { holder }: MoveFacts): boolean =>
  confirmation.trim().toLowerCase() === holder.toLowerCase();
