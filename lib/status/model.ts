export interface AlertRow {
  id: string;
  code: string;
  objectId: string;
  /** 0 active, 1 postponed, 2 canceled, 4 disabled, 5 never triggered. */
  state: number;
  /** 1 critical, 2 warning, 3 informational. */
  severity: 1 | 2 | 3;
  params: Record<string, string | number>;
  link: string | null;
  occurrences: number;
  firstRaisedAt: Date;
  lastRaisedAt: Date;
}
