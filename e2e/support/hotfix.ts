import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { labPublisher } from "@/lib/lab/sample-repository";
import { manifestEntryFactsSchema } from "@/lib/updates/manifest";
import { exportHotfix } from "@/lib/updates/publish/export-hotfix";
import { dataDir } from "./lab-cloud";
import type { SamplePackage } from "./servicing";

/** Not in the catalogue: only its archive brings it here. */
export const OUT_OF_BAND: SamplePackage = {
  guid: "7d1f4c52-0a3e-4b7e-9a53-0f0f35b3c001",
  name: "Configuration Manager 1910 Hotfix (KB4552430)",
  fullVersion: "5.00.8913.1040",
};

/**
 * Writes the archive of the hotfix, signed by the publisher of the lab's catalogue, as the update registration tool
 * and the portal take it.
 * @returns the file
 */
export async function writeHotfixArchive(): Promise<string> {
  const publisher = labPublisher(path.join(dataDir(), "lab-cloud"), new Date());
  const out = path.join(dataDir(), "hotfix", "CM-1910-KB4552430-ConfigMgr.Update.zip");
  await mkdir(path.dirname(out), { recursive: true });
  await rm(out, { force: true });
  await exportHotfix(publisher, {
    facts: manifestEntryFactsSchema.parse({
      packageGuid: OUT_OF_BAND.guid,
      name: OUT_OF_BAND.name,
      description: { en: "Third-party update category synchronization resets to default." },
      version: "1910",
      fullVersion: OUT_OF_BAND.fullVersion,
      minCmVersion: "5.00.8913.1000",
      maxCmVersion: "5.00.8913.9999",
      dateReleased: "2020-03-18T00:00:00Z",
      impact: 17,
      updateType: 2,
    }),
    files: [
      { path: "SMSSetup/BIN/X64/smsexec.exe", open: () => Readable.from(Buffer.alloc(100_000, "fix")) },
    ],
    writeMaps: true,
    out,
  });
  return out;
}
