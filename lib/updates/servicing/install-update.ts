import { z } from "zod";
import { defineCommand } from "@/lib/use-case";
import { FEATURES } from "../features/feature-catalogue";
import { packageInput } from "../package-input";
import { PREREQ_FLAG } from "./model";
import { startServicing } from "./start-servicing";

/** What the Updates Wizard asks for (reference/updates.md §11). */
export const installUpdateInput = packageInput.extend({
  /** *Ignore any prerequisite check warnings and install this update regardless of missing requirements*. */
  continueOnWarnings: z.boolean().default(false),
  /** GUIDs of the features to turn on when all sites are updated. */
  features: z.array(z.guid().toLowerCase()).max(FEATURES.length).default([]),
  /** Null when the package brings no client. */
  clientOption: z.enum(["upgrade", "pre-production"]).nullable().default(null),
  licenseAccepted: z.boolean().default(false),
});

/** **Install Update Pack**: checks every site, then installs, top-level site first. */
export const installUpdate = defineCommand({
  name: "install-update",
  action: "updates.install",
  input: installUpdateInput,
  run: (ctx, { packageGuid, continueOnWarnings, features, clientOption, licenseAccepted }) =>
    startServicing(ctx, packageGuid, {
      prereqFlag: continueOnWarnings ? PREREQ_FLAG.continueOnWarning : PREREQ_FLAG.stopOnWarning,
      features,
      clientOption,
      licenseAccepted,
    }),
  audit: ({ packageGuid, continueOnWarnings, features, clientOption }, { name }) => ({
    messageId: 60013,
    objectType: "update-package",
    objectId: packageGuid,
    strings: [packageGuid, name, continueOnWarnings ? "yes" : "no", features.join(" "), clientOption ?? ""],
  }),
});
