import path from "node:path";
import { labPublisher } from "@/lib/lab/sample-repository";
import { IMPACT } from "@/lib/updates/manifest";
import { addUpdate } from "@/lib/updates/publish/add-update";
import { dataDir } from "./lab-cloud";
import type { SamplePackage } from "./servicing";

/** For the version the lab begins with; published by the one journey that needs it, and never installed. */
export const CARRIED_HOTFIX: SamplePackage = {
  guid: "0b6a1a4e-6f3c-4c7e-9a55-2f6d0b8c7e10",
  name: "Configuration Manager 1906 Hotfix (KB4528414)",
  fullVersion: "5.00.8853.1010",
};

/** Publishes a small hotfix into the catalogue of the lab, as `npm run publish-update` does. */
export async function publishHotfix({ guid, name, fullVersion }: SamplePackage): Promise<void> {
  const publisher = labPublisher(path.join(dataDir(), "lab-cloud"), new Date());
  await addUpdate(publisher, {
    facts: {
      packageGuid: guid,
      name,
      description: { en: "Content distribution of version 1906.", de: "Inhaltsverteilung der Version 1906." },
      version: "1906",
      fullVersion,
      minCmVersion: "5.00.8853.1000",
      maxCmVersion: "5.00.8853.1009",
      dateReleased: "2019-09-01T00:00:00Z",
      impact: IMPACT.siteServer | IMPACT.bugFixes,
      updateType: 2,
      supersedes: [],
      requiredConfiguration: [],
      earlyUpdateRing: false,
    },
    files: [
      {
        path: "SMSSetup/BIN/X64/distmgr.dll",
        async *open() {
          yield Buffer.alloc(300_000, guid);
        },
      },
    ],
    replace: true,
    writeMaps: true,
  });
}
