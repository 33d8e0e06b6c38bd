import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { readChanges } from "./life/changes";
import { type Course, courseOf, differences } from "./life/course";
import { KillPoints, killPointsOf } from "./life/kill-points";
import { Life } from "./life/life";
import { WAYS } from "./life/wire";
import type { SweepCheck } from "./model";

const EXECUTIVE_KILLS = 200;
const DATABASE_KILLS = 50;
/** A life that needs more than this many kills does not come forward any more. */
const MOST_KILLS_OF_A_LIFE = 150;
/** A thread waits longer and longer after each loss of the database; a new executive begins with the shortest. */
const DATABASE_KILLS_OF_AN_EXECUTIVE = 2;
const SAID_EVERY = 20;
const SAME_FILES_WITHIN_MS = 120_000;

/** Nobody kills in it: what all others are measured against. Its catalogue is that of all lives. */
let undisturbed: { life: Life; course: Course } | undefined;

const reference = () => undisturbed ?? assert.fail("there is no life without kills");

async function liveUndisturbed(): Promise<void> {
  const life = await Life.begin();
  await life.product.startExecutive();
  await life.end();
  await life.settle();
  undisturbed = { life, course: await courseOf(life) };
  await life.product.killExecutive();
  const { rows, files } = undisturbed.course;
  console.log(`  ${Object.keys(rows).length} rows, ${Object.keys(files).length} files`);
}

/**
 * When to kill. Mostly a moment after the package came forward by a few changes, so that every step has its kills
 * however short it is; else at any time, for the long stretches between two changes and the start itself.
 */
function nextMoment(): { changes: number; ms: number; jitterMs: number } {
  const jitterMs = Math.random() * 40;
  if (Math.random() < 0.25) return { changes: Number.POSITIVE_INFINITY, ms: Math.random() * 2_000, jitterMs };
  return { changes: 1 + Math.floor(Math.random() * 6), ms: 60_000, jitterMs };
}

async function runUntilMoment(life: Life): Promise<void> {
  const { jitterMs, ...moment } = nextMoment();
  await life.goOn(moment);
  await delay(jitterMs);
}

async function note(life: Life, points: KillPoints): Promise<void> {
  const { db } = life.product;
  points.add(await killPointsOf(db, await life.packageGuid(), (await readChanges(db)).at(-1)));
  if (points.total % SAID_EVERY === 0) console.log(`  ${points.total} kills so far`);
}

async function executiveKills(owed: number, life: Life, points: KillPoints): Promise<number> {
  let kills = 0;
  for (; kills < owed && !(await life.isOver()); kills++) {
    assert.ok(kills < MOST_KILLS_OF_A_LIFE, "the package does not come forward");
    await life.product.startExecutive();
    await runUntilMoment(life);
    await life.killExecutive();
    await note(life, points);
  }
  await life.product.startExecutive();
  return kills;
}

async function databaseKills(owed: number, life: Life, points: KillPoints): Promise<number> {
  let kills = 0;
  for (; kills < owed && !(await life.isOver()); kills++) {
    assert.ok(kills < MOST_KILLS_OF_A_LIFE, "the package does not come forward");
    if (kills % DATABASE_KILLS_OF_AN_EXECUTIVE === 0) {
      await life.killExecutive();
      await life.product.startExecutive();
    }
    await runUntilMoment(life);
    await life.killDatabase();
    await note(life, points);
  }
  return kills;
}

/** One life under kills. @returns how many there were */
async function liveUnder(
  kill: (owed: number, life: Life, points: KillPoints) => Promise<number>,
  owed: number,
  points: KillPoints,
): Promise<number> {
  const life = await Life.begin(reference().life.product.folder);
  try {
    const kills = await kill(owed, life, points);
    await life.end();
    await sameInTheEnd(life);
    life.wire.refetchedLittle(await life.downloadStreams());
    const again = WAYS.map(({ name }) => `${name} ${life.wire.mostAgain(name)}`);
    console.log(
      `  a life with ${kills} kills; parts fetched again after one kill, at most: ${again.join(", ")}`,
    );
    await life.product.close();
    return kills;
  } catch (error) {
    await life.product.stop();
    console.log(`  Its data stays in ${life.product.folder}.`);
    throw error;
  }
}

/** The same bytes on every server, and the same history, as in the life without kills: nothing lost, nothing twice. */
async function sameInTheEnd(life: Life): Promise<void> {
  const { course } = reference();
  const files = Object.keys(course.files);
  const sameFiles = async () => isDeepStrictEqual(await life.fileNames(), files);
  // What is left too long is named below.
  await life.product.until("the same files", sameFiles, SAME_FILES_WITHIN_MS).catch(() => {});
  await life.product.killExecutive();
  assert.deepEqual(differences(await courseOf(life), course), []);
}

const underKills = (
  what: string,
  wanted: number,
  kill: (owed: number, life: Life, points: KillPoints) => Promise<number>,
): SweepCheck => ({
  name: `${wanted} kills -9 of ${what}, from the catalogue to the last site`,
  async run() {
    const points = new KillPoints();
    for (let owed = wanted; owed > 0; ) owed -= await liveUnder(kill, owed, points);
    console.log(points.toString());
    assert.deepEqual(points.missed, [], "stages without a kill");
  },
});

export const name = "life-kill";

export async function checks(): Promise<SweepCheck[]> {
  return [
    { name: "a life without kills", run: liveUndisturbed },
    underKills("the executive", EXECUTIVE_KILLS, executiveKills),
    underKills("the database under the running executive", DATABASE_KILLS, databaseKills),
  ];
}

export async function cleanUp(): Promise<void> {
  await undisturbed?.life.product.close();
}
