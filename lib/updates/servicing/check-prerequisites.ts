import { defineCommand } from "@/lib/use-case";
import { packageInput } from "../package-input";
import { PREREQ_FLAG } from "./model";
import { startServicing } from "./start-servicing";

/** **Run prerequisite check**: replicates the content and checks every site, and installs nothing. */
export const checkPrerequisites = defineCommand({
  name: "check-prerequisites",
  action: "updates.check-prerequisites",
  input: packageInput,
  run: (ctx, { packageGuid }) =>
    startServicing(ctx, packageGuid, {
      prereqFlag: PREREQ_FLAG.prereqOnly,
      features: [],
      clientOption: null,
      licenseAccepted: false,
    }),
  audit: ({ packageGuid }, { name }) => ({
    messageId: 60012,
    objectType: "update-package",
    objectId: packageGuid,
    strings: [packageGuid, name, String(PREREQ_FLAG.prereqOnly)],
  }),
});
