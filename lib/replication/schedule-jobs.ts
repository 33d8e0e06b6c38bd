import { randomInt } from "node:crypto";
import { and, eq, inArray, isNotNull } from "drizzle-orm";
import { contentDistributions, sites } from "@/lib/db/schema";
import { asOwner } from "@/lib/executive/as-owner";
import type { ThreadContext } from "@/lib/executive/component-thread";
import { changeDistribution, type Distribution, publishReplication, readDistributions } from "./distribution";
import { getRoute, obstacleOf, type RouteObstacle } from "./route";

/**
 * Makes a send request for every minijob to a child site whose route is open (reference/updates.md §4.1 step 6).
 * @param said what was logged last of each waiting site, so that a closed route is said once
 * @returns when the next job is due; null when none waits for a time
 */
export async function scheduleJobs(thread: ThreadContext, said: Map<string, string>): Promise<Date | null> {
  const { db, siteCode, clock } = thread;
  const children = db
    .select({ siteCode: sites.siteCode })
    .from(sites)
    .where(eq(sites.parentSiteCode, siteCode));
  const jobs = await readDistributions(
    db,
    and(
      eq(contentDistributions.state, "pending"),
      isNotNull(contentDistributions.jobId),
      inArray(contentDistributions.siteCode, children),
    ),
  );
  const due: Date[] = [];
  for (const job of jobs) {
    const route = await getRoute(db, { sourceSiteCode: siteCode, destinationSiteCode: job.siteCode });
    const now = clock.now();
    const obstacle = obstacleOf(route, now);
    if (obstacle) {
      await holdBack(thread, said, job, obstacle);
      if (obstacle.opensAt) due.push(obstacle.opensAt);
    } else if (isBackingOff(job, now)) due.push(job.nextAttemptAt);
    else {
      said.delete(job.siteCode);
      await createSendRequest(thread, job);
    }
  }
  return due.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null;
}

/** After a failure the time of the next attempt counts; without one it only told when the route opens. */
const isBackingOff = (job: Distribution, now: Date): job is Distribution & { nextAttemptAt: Date } =>
  job.errorCode !== null && job.nextAttemptAt !== null && job.nextAttemptAt > now;

async function holdBack(
  thread: ThreadContext,
  said: Map<string, string>,
  job: Distribution,
  obstacle: RouteObstacle,
): Promise<void> {
  const { packageGuid } = job;
  const { opensAt } = obstacle;
  const reason = `${job.jobId} ${obstacle.reason} ${opensAt?.getTime()}`;
  if (said.get(job.siteCode) === reason) return;
  said.set(job.siteCode, reason);
  await asOwner(thread, async (tx) => {
    const columns = { nextAttemptAt: opensAt, updatedAt: thread.clock.now() };
    if (await changeDistribution(tx, job, ["pending"], columns)) await publishReplication(tx, packageGuid);
  });
  const until = opensAt ? `until ${opensAt.toISOString()}` : "until it is opened";
  thread.log.info(
    obstacle.reason === "messaging-disabled"
      ? `JOB ${job.jobId} to site ${job.siteCode} waits: messaging between the sites is turned off`
      : `JOB ${job.jobId} to site ${job.siteCode} waits: the file replication route is closed ${until}`,
    { packageGuid },
  );
}

async function createSendRequest(thread: ThreadContext, job: Distribution): Promise<void> {
  const { packageGuid, packageId, jobId } = job;
  const sendRequestId = newSendRequestId(thread.siteCode);
  const scheduled = await asOwner(thread, async (tx) => {
    const columns = {
      state: "scheduled",
      sendRequestId,
      nextAttemptAt: null,
      updatedAt: thread.clock.now(),
    } as const;
    if (!(await changeDistribution(tx, job, ["pending"], columns))) return false;
    await publishReplication(tx, packageGuid);
    return true;
  });
  if (!scheduled) return;
  const about = { packageGuid };
  thread.log.info(`<Updating JOB ${jobId}>`, about);
  thread.log.info(
    `Software Distribution for Configuration Manager Easy Setup Package, Package ID = ${packageId}`,
    about,
  );
  thread.log.info(`Created new send request ID:${sendRequestId}`, about);
  thread.log.info(`Scheduling send request ${sendRequestId}`, about);
}

/** Five letters and digits and the code of the sending site, as the product's. */
const newSendRequestId = (siteCode: string): string =>
  `${randomInt(36 ** 5)
    .toString(36)
    .toUpperCase()
    .padStart(5, "0")}${siteCode}`;
