/** The two line formats that CMTrace reads (reference/role.md §15). */
export type LogSeverity = 1 | 2 | 3;

export interface LogLine {
  message: string;
  component: string;
  time: Date;
  threadId: number;
  severity: LogSeverity;
}

/** Minutes to add to local time to get UTC, at `time` on this machine: −120 in Central European summer. */
export const localBiasMinutes = (time: Date): number => time.getTimezoneOffset();

/**
 * One line of the older server format, with its line feed: message, two spaces, `$$<COMPONENT><time><thread>`.
 * Line breaks in the message become `~`. The format has no field for the severity; readers find it in the words,
 * so a warning or error whose text does not say so gets the word in front.
 */
export function formatServerLine(line: LogLine, biasMinutes = localBiasMinutes(line.time)): string {
  const said = severityOfWords(line.message) < line.severity ? SEVERITY_WORD[line.severity] : "";
  const message = `${said}${line.message}`.replaceAll(/\r?\n|\r/g, "~");
  const thread = `thread=${line.threadId} (0x${line.threadId.toString(16).toUpperCase()})`;
  return `${message}  $$<${line.component}><${localTime(line.time, biasMinutes)}><${thread}>\n`;
}

const SEVERITY_WORD = { 1: "", 2: "WARNING: ", 3: "ERROR: " } as const satisfies Record<LogSeverity, string>;

/** How viewers colour a line of the older format. */
export function severityOfWords(message: string): LogSeverity {
  if (/\berror\b|\bfail(ed|ure)\b/i.test(message)) return 3;
  return /\bwarning\b/i.test(message) ? 2 : 1;
}

/** `04-20-2020 10:15:30.123-120` */
function localTime(time: Date, biasMinutes: number): string {
  const local = new Date(time.getTime() - biasMinutes * 60_000);
  const [year, month, day] = local.toISOString().slice(0, 10).split("-");
  return `${month}-${day}-${year} ${local.toISOString().slice(11, 23)}${bias(biasMinutes)}`;
}

const bias = (minutes: number) => `${minutes < 0 ? "-" : "+"}${String(Math.abs(minutes)).padStart(3, "0")}`;
