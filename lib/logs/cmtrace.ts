/** The two line formats that CMTrace reads (reference/role.md §15). */
export type LogSeverity = 1 | 2 | 3;

export interface LogLine {
  message: string;
  component: string;
  time: Date;
  threadId: number;
  severity: LogSeverity;
}
