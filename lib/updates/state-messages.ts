import type { ThreadContext } from "@/lib/executive/component-thread";

/** State messages of DMPDownloader (reference/updates.md §3.1); the unnamed ones by what they tell. */
export const STATE_MESSAGE = {
  START_PROCESS: 0,
  START_VERIFY_MANIFEST: 1,
  START_VERIFY_MANIFESTFILE_TRUSTED: 2,
  VERIFIED_MANIFEST: 3,
  MANIFEST_DOWNLOADED: 4,
  FOUND_NEW_PACKAGE: 6,
  PACKAGE_DOWNLOAD_STARTED: 8,
  PAYLOAD_DOWNLOADED: 10,
  PAYLOAD_VERIFIED: 25,
  REDIST_DOWNLOADED: 11,
  PACKAGE_DONE: 13,
} as const;

/** The package GUID of messages about the manifest as a whole. */
const ZERO_GUID = "00000000-0000-0000-0000-000000000000";

/** Writes the pair of lines by which administrators follow dmpdownloader.log. */
export function logStateMessage(
  { log }: Pick<ThreadContext, "log">,
  message: keyof typeof STATE_MESSAGE,
  packageGuid?: string,
): void {
  const number = STATE_MESSAGE[message];
  const about = packageGuid === undefined ? {} : { packageGuid };
  log.info(`Generating state message: ${number} for package ${logGuid(packageGuid ?? ZERO_GUID)}~~`, about);
  log.info(`Successfully Dropped the state message ${number}~~`, about);
}

/** As the product's logs write it. */
export const logGuid = (packageGuid: string): string => packageGuid.toUpperCase();
