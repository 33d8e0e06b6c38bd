import { hierarchyData } from "./hierarchy";
import type { Collector } from "./model";
import { build, configuredLevel, earlyUpdateRing } from "./setup";
import { usageDataRuns } from "./usage-data";

/** Every collector; the order of a document is that of the catalogue. */
export const COLLECTORS: readonly Collector[] = [
  hierarchyData,
  configuredLevel,
  build,
  earlyUpdateRing,
  usageDataRuns,
];
