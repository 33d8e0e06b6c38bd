import { errorText } from "@/lib/executive/error-text";
import { ok } from "@/lib/result";
import { defineServerTask } from "@/lib/server-tasks/model";
import { CHECK_REQUIREMENTS } from "./check-requirements.order";
import type { CheckedRequirement, Finding, Requirement, RequirementThread } from "./model";
import { REQUIREMENTS } from "./requirements";

/** The server looks at itself, requirement by requirement; what none of them foresaw is a finding too. */
export const checkRequirementsTask = defineServerTask({
  ...CHECK_REQUIREMENTS,
  async run(thread) {
    const checks: CheckedRequirement[] = [];
    for (const requirement of REQUIREMENTS) {
      const { id, severity } = requirement;
      const finding = await find(requirement, thread);
      checks.push({ id, severity, ...finding });
      if (finding.outcome === "failed")
        thread.log.warning(`Requirement ${id} is not met: ${JSON.stringify(finding.params)}`);
    }
    return ok({ checks });
  },
});

async function find(requirement: Requirement, thread: RequirementThread): Promise<Finding> {
  try {
    return await requirement.run(thread);
  } catch (error) {
    return { outcome: "unknown", params: { detail: errorText(error) } };
  }
}
