import { type LogLine, type LogSeverity, localBiasMinutes, severityOfWords } from "./cmtrace";

const SERVER_LINE =
  /^(.*?) {2}\$\$<([^<>]*)><(\d\d)-(\d\d)-(\d{4}) (\d\d):(\d\d):(\d\d)\.(\d{1,7})([+-]\d+)?><thread=(\d+) \(0x[0-9A-Fa-f]+\)>\r?$/s;

const XML_OPEN = "<![LOG[";
const XML_LINE =
  /^<!\[LOG\[(.*?)\]LOG\]!><time="(\d\d):(\d\d):(\d\d)\.(\d{1,7})([+-]\d+)?" +date="(\d\d?)-(\d\d?)-(\d{4})" +component="([^"]*)" +context="[^"]*" +type="([0-3])" +thread="(\d+)"[^>\n]*>\r?$/s;

export interface ParsedLog {
  lines: LogLine[];
  /** An entry whose end is not there yet: put it before the next piece of the file. */
  rest: string;
}

/**
 * Reads a log in either format, or in both mixed, as found in files that several components share. Text that
 * belongs to no format is kept as information lines of their own, with the time of the entry before them.
 * @param text a piece of the file that begins at the start of an entry
 */
export function parseLog(text: string): ParsedLog {
  const lines: LogLine[] = [];
  let position = 0;
  while (position < text.length) {
    const end = endOfEntry(text, position);
    if (end === undefined) break;
    const entry = text.slice(position, end);
    position = end + 1;
    if (entry.trim() === "") continue;
    lines.push(parseXmlLine(entry) ?? parseServerLine(entry) ?? plainLine(entry, lines.at(-1)));
  }
  return { lines, rest: text.slice(position) };
}

/** Index of the line feed that ends the entry; only the XML-like format lets an entry span lines. */
function endOfEntry(text: string, from: number): number | undefined {
  let searchFrom = from;
  if (text.startsWith(XML_OPEN, from)) {
    const close = text.indexOf("]LOG]!>", from);
    const nextEntry = text.indexOf(`\n${XML_OPEN}`, from);
    if (close === -1 && nextEntry === -1) return undefined;
    // An entry torn by a kill never closes; it ends where the next one begins.
    searchFrom = close !== -1 && (nextEntry === -1 || close < nextEntry) ? close : nextEntry;
  }
  const end = text.indexOf("\n", searchFrom);
  return end === -1 ? undefined : end;
}

function parseServerLine(entry: string): LogLine | undefined {
  const match = SERVER_LINE.exec(entry);
  if (!match) return undefined;
  const [, raw, component, month, day, year, hour, minute, second, fraction, biasText, thread] = match;
  // `~` stands for a line break; viewers hide leading and trailing ones.
  const message = (raw ?? "").replaceAll("~", "\n").replace(/^\n+|\n+$/g, "");
  return {
    message,
    component: component ?? "",
    time: utc([year, month, day, hour, minute, second], fraction, biasText),
    threadId: Number(thread),
    severity: severityOfWords(message),
  };
}

function parseXmlLine(entry: string): LogLine | undefined {
  const match = XML_LINE.exec(entry);
  if (!match) return undefined;
  const [, message, hour, minute, second, fraction, biasText, month, day, year, component, type, thread] =
    match;
  return {
    message: message ?? "",
    component: component ?? "",
    time: utc([year, month, day, hour, minute, second], fraction, biasText),
    threadId: Number(thread),
    severity: Math.max(1, Number(type)) as LogSeverity,
  };
}

function plainLine(entry: string, before: LogLine | undefined): LogLine {
  return {
    message: entry.replace(/\r$/, ""),
    component: before?.component ?? "",
    time: before?.time ?? new Date(0),
    threadId: before?.threadId ?? 0,
    severity: severityOfWords(entry),
  };
}

/** Managed components write no bias: their time is local to the machine that wrote, taken to be this one. */
function utc(parts: (string | undefined)[], fraction = "0", biasText: string | undefined): Date {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts.map(Number);
  const local = Date.UTC(
    year,
    month - 1,
    day,
    hour,
    minute,
    second,
    Number(fraction.padEnd(3, "0").slice(0, 3)),
  );
  const biasMinutes =
    biasText === undefined ? localBiasMinutes(new Date(year, month - 1, day, hour)) : Number(biasText);
  return new Date(local + biasMinutes * 60_000);
}
