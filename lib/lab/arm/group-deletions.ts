import { randomUUID } from "node:crypto";
import type { LabDirectory } from "../directory/lab-directory";

/** How often a client hears that a deletion is under way. */
const POLLS = 2;

interface Deletion {
  id: string;
  tenantId: string;
  subscriptionId: string;
  name: string;
  pollsLeft: number;
}

/**
 * Resource groups that are being deleted. Their time is counted in questions, so that tests need no clock; a restart
 * of the lab forgets them, and the groups stay.
 */
export class GroupDeletions {
  readonly #running = new Map<string, Deletion>();
  /** Ids of those that are through. */
  readonly #done = new Set<string>();

  constructor(private readonly directory: LabDirectory) {}

  /** @returns id of the operation */
  start(tenantId: string, subscriptionId: string, name: string): string {
    const running = this.find(subscriptionId, name);
    if (running) return running.id;
    const id = randomUUID();
    this.#running.set(id, { id, tenantId, subscriptionId, name, pollsLeft: POLLS });
    return id;
  }

  find(subscriptionId: string, name: string): Deletion | undefined {
    return [...this.#running.values()].find(
      (deletion) =>
        deletion.subscriptionId === subscriptionId && deletion.name.toLowerCase() === name.toLowerCase(),
    );
  }

  /** Brings a deletion forward, and says where it is; undefined for one that nobody started. */
  async poll(id: string): Promise<"running" | "done" | undefined> {
    const deletion = this.#running.get(id);
    if (!deletion) return this.#done.has(id) ? "done" : undefined;
    if (deletion.pollsLeft > 0) {
      deletion.pollsLeft -= 1;
      return "running";
    }
    const { tenantId, subscriptionId, name } = deletion;
    await this.directory.change(tenantId, ({ subscriptions }) => {
      const subscription = subscriptions.find((one) => one.subscriptionId === subscriptionId);
      if (!subscription) return;
      const isOther = (other: string) => other.toLowerCase() !== name.toLowerCase();
      subscription.resourceGroups = subscription.resourceGroups.filter((group) => isOther(group.name));
      const scope = `/subscriptions/${subscriptionId}/resourceGroups/${name}`;
      subscription.roleAssignments = subscription.roleAssignments.filter(
        (assignment) => assignment.scope.toLowerCase() !== scope.toLowerCase(),
      );
    });
    this.#running.delete(id);
    this.#done.add(id);
    return "done";
  }
}
