import type { PathStep } from "@/lib/usage-data/compare-values";

/** Letters of a hash that are enough to tell it from others. */
const SHOWN_HASH = 8;
const HASH = /^[A-Za-z0-9+/]{43}=$/;

/** A keyed hash by its beginning, anything else as it is. */
export const shortHash = (text: string): string => (HASH.test(text) ? `${text.slice(0, SHOWN_HASH)}…` : text);

/** Where in a value a change stands, e.g. `sites › site VL4fvqU3… › clients`; empty for the value itself. */
export const pathText = (path: readonly PathStep[]): string =>
  path
    .map((step) =>
      typeof step === "string"
        ? shortHash(step)
        : Object.entries(step.where)
            .map(([name, value]) => `${name} ${shortHash(value)}`)
            .join(", "),
    )
    .join(" › ");
