import { z } from "zod";

/**
 * What values of items are built from. Each is as narrow as its source allows: a number, a word of a closed list, a
 * keyed hash. `productText` is the one open text; the privacy guard reads every one of them.
 */
export const count = z.int().nonnegative();
export const bytes = z.int().nonnegative();
export const milliseconds = z.number().nonnegative();
export const percent = z.number().min(0).max(100);
/** UTC. */
export const instant = z.iso.datetime();
/** A keyed hash in base64 (one-way-hash.ts). */
export const hash = z.string().regex(/^[A-Za-z0-9+/]{43}=$/);
/** E.g. `5.00.8853.1000`, `18.1`. */
export const version = z.string().regex(/^[0-9]+(\.[0-9]+)*[0-9A-Za-z._+-]{0,30}$/);
/** A name of the product's own code, e.g. of an error or a setting. */
export const codeWord = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_. -]{0,99}$/);
/** The name of a product somebody sells: a processor, an operating system, a browser. */
export const productText = z.string().min(1).max(200);

/** How often each is; `other` adds up what is too rare to be named. */
export const productHistogram = z.record(productText, count);
export const codeHistogram = z.record(codeWord, count);
export const versionHistogram = z.record(z.union([version, z.literal("other")]), count);
export const histogramOf = <const Word extends string>(words: readonly Word[]) =>
  z.partialRecord(z.enum(words), count);

/** Of a set of numbers; null when it is empty. */
export const statistics = z
  .strictObject({ min: z.number(), max: z.number(), average: z.number() })
  .nullable();

/** Closed: a place a site server may be in is never text of its administrator. */
export const timeZone = z.enum(["UTC", ...Intl.supportedValuesOf("timeZone"), "other"]);

const TIME_ZONES: ReadonlySet<string> = new Set(timeZone.options);

export const knownTimeZone = (name: string): z.infer<typeof timeZone> =>
  TIME_ZONES.has(name) ? (name as z.infer<typeof timeZone>) : "other";
