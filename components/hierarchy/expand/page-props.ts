import type { ExpandChoices, Missing } from "./choices";
import type { ExpansionPlan } from "./expand-wizard";

/** What the pages of the site expansion work with. */
export interface ExpandPageProps {
  plan: ExpansionPlan;
  choices: ExpandChoices;
  /** What the page lacks, once it was tried to leave it. */
  lack: Missing | null;
  onChoose(change: Partial<ExpandChoices>): void;
}
