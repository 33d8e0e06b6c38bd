import { beforeEach, describe, expect, it } from "vitest";
import { Minute } from "@/lib/clock";
import type { Database } from "@/lib/db/connection";
import { testClock } from "@/lib/testing/factories";
import { testThread } from "@/lib/testing/test-thread";
import { BackgroundRuns } from "./background-runs";

/** Jobs are numbers; a run lasts until it is told how it ended. */
class Runs extends BackgroundRuns<number, string> {
  readonly begun: (readonly number[])[] = [];
  readonly heard: string[] = [];
  due: number[] = [];
  following: Date | null = null;
  end: (error?: unknown) => void = () => {};

  protected async find(situation: string) {
    this.heard.push(situation);
    return { due: this.due, next: this.following };
  }
  protected work(due: readonly number[]): Promise<void> {
    this.begun.push(due);
    return new Promise((resolve, reject) => {
      this.end = (error) => (error === undefined ? resolve() : reject(error));
    });
  }
}

let clock: ReturnType<typeof testClock>;
let stop: AbortController;
let runs: Runs;

beforeEach(() => {
  clock = testClock();
  stop = new AbortController();
  const given = { component: "SMS_CLOUDCONNECTION", db: {} as Database, clock, signal: stop.signal } as const;
  runs = new Runs(testThread(given, []));
});

const inMinutes = (count: number) => new Date(clock.now().getTime() + count * Minute.ms);

describe("work in the background of a thread", () => {
  it("is one run at a time, and nobody looks for more meanwhile", async () => {
    runs.due = [1, 2];
    await runs.look("first");
    await runs.look("second");
    expect([runs.begun, runs.heard]).toEqual([[[1, 2]], ["first"]]);
    runs.end();
    await runs.ended();
    runs.due = [3];
    await runs.look("third");
    expect([runs.begun, runs.heard]).toEqual([
      [[1, 2], [3]],
      ["first", "third"],
    ]);
  });

  it("that is not due is not begun, and says when it will be", async () => {
    runs.following = inMinutes(5);
    await runs.look("");
    expect([runs.begun, runs.nextAt()]).toEqual([[], inMinutes(5)]);
  });

  it("lets nobody wake for a date that passed while it runs", async () => {
    runs.due = [1];
    runs.following = inMinutes(5);
    await runs.look("");
    expect(runs.nextAt()).toEqual(inMinutes(5));
    clock.advance(5 * Minute.ms);
    await runs.look("");
    expect(runs.nextAt()).toBeNull();
    runs.end();
    await runs.ended();
    expect(runs.nextAt()).toEqual(clock.now());
  });

  it("that fails ends the thread at its next look", async () => {
    runs.due = [1];
    await runs.look("");
    const gone = new Error("the database is away");
    runs.end(gone);
    await runs.ended();
    await expect(runs.look("")).rejects.toBe(gone);
    expect(runs.begun).toHaveLength(1);
  });

  it("that fails because the thread stops is no failure", async () => {
    runs.due = [1];
    await runs.look("");
    stop.abort();
    runs.end(new Error("stopped"));
    await runs.ended();
    await expect(runs.look("")).resolves.toBeUndefined();
  });
});
