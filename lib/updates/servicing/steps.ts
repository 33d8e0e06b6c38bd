import type { ComponentName } from "@/lib/executive/component-thread";
import type { ServicingPhase } from "./model";

/** Where a step happens. `leaf` is every site that has a parent among the sites being updated. */
export type StepPlace = "every-site" | "top-level-site" | "child-sites" | "primary-sites";

export interface ServicingStepDefinition {
  phase: ServicingPhase;
  step: string;
  /** Hex number of the product (reference/updates.md §8); null where none is published. */
  stageId: string | null;
  component: ComponentName;
  /** The log to read, below `<install>/Logs`. */
  logFile: string;
  place: StepPlace;
}

const step = (
  phase: ServicingPhase,
  component: ComponentName,
  logFile: string,
  place: StepPlace = "every-site",
) => {
  return (name: string, stageId: string | null = null): ServicingStepDefinition => ({
    phase,
    step: name,
    stageId,
    component,
    logFile,
    place,
  });
};

const installation = step("installation", "CONFIGURATION_MANAGER_UPDATE", "cmupdate.log");
const post = (place: StepPlace) => step("post-installation", "SMS_HIERARCHY_MANAGER", "hman.log", place);

/**
 * Every step that Updates and Servicing Status shows, in the product's order (reference/updates.md §8). The rules
 * of the prerequisite check are the steps of their phase and have a list of their own.
 */
export const SERVICING_STEPS: readonly ServicingStepDefinition[] = [
  step(
    "replication",
    "SMS_HIERARCHY_MANAGER",
    "hman.log",
    "top-level-site",
  )("update-easy-setup-package", "0xb0001"),
  step("replication", "SMS_DISTRIBUTION_MANAGER", "distmgr.log", "top-level-site")("copy-to-content-library"),
  step("replication", "SMS_DESPOOLER", "despool.log", "child-sites")("replicate-content"),
  step("prerequisites", "CONFIGURATION_MANAGER_UPDATE", "ConfigMgrPrereq.log")("check-prerequisites"),
  installation("extract-update-package", "0xd0005"),
  installation("verify-redistributables", "0xd0006"),
  installation("update-cmupdate", "0xd0007"),
  installation("check-service-window"),
  installation("turn-off-service-broker"),
  installation("stop-services"),
  installation("unload-wmi-provider"),
  installation("delete-smsdbmon-triggers"),
  installation("save-site-control-settings"),
  installation("upgrade-database"),
  installation("update-sql-registry"),
  installation("update-rcm-registry"),
  installation("install-files"),
  installation("install-language-packs"),
  installation("install-components"),
  installation("install-controls"),
  installation("upgrade-site-control-settings"),
  installation("configure-service-broker"),
  installation("update-osd-packages", "0xd001a"),
  installation("install-site-component-manager", "0xd001b"),
  installation("start-services"),
  installation("update-site-table"),
  installation("update-admin-console", "0xd001d"),
  installation("turn-on-service-broker"),
  installation("refresh-cd-latest"),
  post("every-site")("install-sms-executive"),
  post("every-site")("install-database-notification-monitor"),
  post("every-site")("install-hierarchy-manager"),
  post("every-site")("install-replication-configuration-monitor"),
  post("primary-sites")("install-policy-provider"),
  post("child-sites")("monitor-replication-initialization"),
  post("every-site")("update-preproduction-client-package", "0xe0007"),
  post("every-site")("update-client-folder", "0xe0008"),
  post("every-site")("update-client-package", "0xe0009"),
  post("top-level-site")("turn-on-features"),
];
