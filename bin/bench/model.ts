/** One figure beside the same figure of a peer, measured in the same run on the same machine. */
export interface BenchResult {
  /** What is measured, e.g. `download of 1 GiB, verified`. */
  name: string;
  value: number;
  /** Of `value` and `peerValue`, e.g. `MiB/s`. */
  unit: string;
  /** What it is compared with, e.g. `aria2c -x4 --checksum`; null for a figure with a fixed goal only. */
  peer: string | null;
  peerValue: number | null;
  /** `value / peerValue`; null without a peer. */
  ratio: number | null;
  /** As a person reads it, e.g. `ratio >= 1`. */
  goal: string;
  met: boolean;
}

/** A measurement: the exports of a `bin/bench/<topic>.bench.ts`, where `npm run bench` finds it. */
export interface Bench {
  name: string;
  run(): Promise<BenchResult[]>;
}
