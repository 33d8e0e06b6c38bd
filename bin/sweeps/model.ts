/** One thing that must hold at one point of a sweep, e.g. one moment of a kill. It holds unless it throws. */
export interface SweepCheck {
  name: string;
  run(): Promise<void>;
}

/**
 * A heavy search for broken cases, too long for every test run: the exports of a `bin/sweeps/<topic>.sweep.ts`, where
 * `npm run test:sweep` finds it.
 */
export interface Sweep {
  name: string;
  /** Prepares what the checks need; they then run one after the other. */
  checks(): Promise<SweepCheck[]>;
  /** Runs after the last check, however it ended. */
  cleanUp?(): Promise<void>;
}
