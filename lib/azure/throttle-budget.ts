import { Second } from "@/lib/clock";
import type { Waiting } from "./waiting";

/** Requests of one bucket that may be under way at once. */
const IN_FLIGHT = 4;

/**
 * Graph tells how far a bucket is used from 0.8 of its limit on (reference/protocols/graph.md §8); over that mark
 * requests keep a distance, up to a second at 1.8, for as long as Graph's window lasts.
 */
const PACING = { from: 0.8, spacingMs: 1 * Second.ms, windowMs: 10 * Second.ms };

interface Bucket {
  inFlight: number;
  /** Who waits for a place, oldest first. */
  queue: (() => void)[];
  pausedUntil: number;
  spacingMs: number;
  spacedUntil: number;
  nextStart: number;
}

export interface Turn {
  /** How long it was waited for because of a pause or the pace. */
  waitedMs: number;
  leave(): void;
}

/** The turn is further away than the caller wants to wait. */
export interface NoTurn {
  awayMs: number;
}

/**
 * What Azure counts together (an app in a tenant, for each API) shares one bucket here: when one request is told to
 * wait, all the others of its bucket wait as well instead of making it worse.
 */
export class ThrottleBudget {
  private readonly buckets = new Map<string, Bucket>();

  constructor(
    private readonly waiting: Waiting,
    private readonly places = IN_FLIGHT,
  ) {}

  /** Waits for a turn, at most `limitMs` because of a pause or the pace; whoever got one must leave. */
  async enter(key: string, limitMs: number, signal?: AbortSignal): Promise<Turn | NoTurn> {
    const bucket = this.bucketOf(key);
    await this.takePlace(bucket, signal);
    try {
      let waitedMs = 0;
      for (let ms = this.delayOf(bucket); ms > 0; ms = this.delayOf(bucket)) {
        if (waitedMs + ms > limitMs) {
          this.givePlace(bucket);
          return { awayMs: ms };
        }
        await this.waiting.sleep(ms, signal);
        waitedMs += ms;
      }
      bucket.nextStart = this.now() + (this.now() < bucket.spacedUntil ? bucket.spacingMs : 0);
      return { waitedMs, leave: () => this.givePlace(bucket) };
    } catch (error) {
      this.givePlace(bucket);
      throw error;
    }
  }

  /** Nobody of this bucket starts before. */
  pause(key: string, ms: number): void {
    const bucket = this.bucketOf(key);
    bucket.pausedUntil = Math.max(bucket.pausedUntil, this.now() + ms);
  }

  /** @param share how much of its limit Azure says the bucket has used: 1 is all of it */
  pace(key: string, share: number): void {
    if (!(share > PACING.from)) return;
    const bucket = this.bucketOf(key);
    bucket.spacingMs = Math.min(1, share - PACING.from) * PACING.spacingMs;
    bucket.spacedUntil = this.now() + PACING.windowMs;
  }

  private bucketOf(key: string): Bucket {
    const known = this.buckets.get(key);
    if (known) return known;
    const bucket = { inFlight: 0, queue: [], pausedUntil: 0, spacingMs: 0, spacedUntil: 0, nextStart: 0 };
    this.buckets.set(key, bucket);
    return bucket;
  }

  private async takePlace(bucket: Bucket, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (bucket.inFlight < this.places) {
      bucket.inFlight++;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const giveUp = () => {
        bucket.queue.splice(bucket.queue.indexOf(proceed), 1);
        reject(signal?.reason);
      };
      // The place goes from hand to hand: the count stays.
      const proceed = () => {
        signal?.removeEventListener("abort", giveUp);
        resolve();
      };
      signal?.addEventListener("abort", giveUp, { once: true });
      bucket.queue.push(proceed);
    });
  }

  private givePlace(bucket: Bucket): void {
    const next = bucket.queue.shift();
    if (next) next();
    else bucket.inFlight--;
  }

  private now = (): number => this.waiting.now().getTime();

  private delayOf = (bucket: Bucket): number => Math.max(bucket.pausedUntil, bucket.nextStart) - this.now();
}
