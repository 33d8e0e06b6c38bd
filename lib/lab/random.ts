/** Numbers from 0 to 1 that look random and are the same for each seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** Values with how often each is; the shares need not sum up to anything. */
export type Shares<T> = readonly (readonly [value: T, share: number])[];

export function pick<T>(shares: Shares<T>, random: () => number): T {
  let left = random() * shares.reduce((sum, [, share]) => sum + share, 0);
  for (const [value, share] of shares) {
    left -= share;
    if (left < 0) return value;
  }
  const last = shares.at(-1);
  if (!last) throw new Error("there is nothing to pick from");
  return last[0];
}
