import { z } from "zod";
import { SERVICING_STEPS } from "../servicing/steps";
import { parseJson } from "./update-map";

/** The step list of an update and what it changes of the site's settings (reference/updates.md §5). */
export const INSTALL_MAP = "SMSSetup/install.map";
export const INSTALL_MAP_MAX_BYTES = 256 * 1024;

/** Every installation does these, whatever its list says: without them it could be neither checked nor undone. */
const ALWAYS: ReadonlySet<string> = new Set([
  "extract-update-package",
  "verify-redistributables",
  "update-cmupdate",
  "check-service-window",
  "stop-services",
  "save-site-control-settings",
  "upgrade-database",
  "start-services",
  "update-site-table",
]);

const INSTALLATION_STEPS = SERVICING_STEPS.filter(({ phase }) => phase === "installation").map(
  ({ step }) => step,
);

const installMapSchema = z.strictObject({
  format: z.literal(1),
  /** Steps of the installation that this update needs, by the names of lib/updates/servicing/steps.ts. */
  steps: z
    .array(z.string().refine((step) => INSTALLATION_STEPS.includes(step), "is not a step of an installation"))
    .max(100),
  siteControl: z.strictObject({
    /** Merged into the settings of each site that installs the update. */
    settings: z.record(z.string().regex(/^[a-z][A-Za-z0-9]{0,63}$/), z.boolean()),
  }),
  /** The computer must be restarted before the update counts as installed. */
  restartRequired: z.boolean().default(false),
});
export type InstallMap = z.output<typeof installMapSchema>;

/** What an update that says nothing else needs: every step, and no change of settings. */
export const DEFAULT_INSTALL_MAP: InstallMap = {
  format: 1,
  steps: INSTALLATION_STEPS,
  siteControl: { settings: {} },
  restartRequired: false,
};

/** @throws InstallationError `install-map-damaged` */
export const parseInstallMap = (text: string): InstallMap =>
  parseJson(installMapSchema, text, "install-map-damaged");

export const wantsStep = ({ steps }: InstallMap, step: string): boolean =>
  ALWAYS.has(step) || steps.includes(step);
