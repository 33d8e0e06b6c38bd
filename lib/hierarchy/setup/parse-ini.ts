/** A line `key=value` of an INI file. */
export interface IniEntry {
  section: string;
  key: string;
  value: string;
  /** Counted from 1. */
  line: number;
}

export interface ParsedIni {
  entries: IniEntry[];
  /** Lines that are neither section, entry, comment nor empty; their text is not repeated, it may be a secret. */
  unreadableLines: number[];
}

/**
 * Reads INI as Setup's script is written: a comment is a line that begins with `;`. Parsers of the many dialects cut
 * values at `;` and `#`, read dots as nesting and `yes` as a boolean, and do not tell lines.
 */
export function parseIni(text: string): ParsedIni {
  const parsed: ParsedIni = { entries: [], unreadableLines: [] };
  let section = "";
  for (const [index, raw] of text
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\n|\r/)
    .entries()) {
    const content = raw.trim();
    if (content === "" || content.startsWith(";")) continue;
    const heading = /^\[([^\]]*)\]$/.exec(content)?.[1];
    const equals = content.indexOf("=");
    if (heading !== undefined) section = heading.trim();
    else if (equals < 1) parsed.unreadableLines.push(index + 1);
    else {
      const key = content.slice(0, equals).trim();
      parsed.entries.push({
        section,
        key,
        value: unquote(content.slice(equals + 1).trim()),
        line: index + 1,
      });
    }
  }
  return parsed;
}

/** Windows takes one pair of quotation marks around a value away. */
const unquote = (value: string): string => /^(["'])(.*)\1$/.exec(value)?.[2] ?? value;
