import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { formatServerLine, type LogLine, severityOfWords } from "./cmtrace";
import { LogFile } from "./log-file";
import { parseLog } from "./parse-log";

const line = (over: Partial<LogLine> = {}): LogLine => ({
  message: "Manifest.cab was successfully moved to the connector outbox",
  component: "SMS_DMP_DOWNLOADER",
  time: new Date("2020-04-20T08:15:30.123Z"),
  threadId: 4888,
  severity: 1,
  ...over,
});

describe("the older server format", () => {
  it("is written as the product writes it", () => {
    expect(formatServerLine(line({ message: "Get manifest.cab url~~" }), -120)).toBe(
      "Get manifest.cab url~~  $$<SMS_DMP_DOWNLOADER><04-20-2020 10:15:30.123-120><thread=4888 (0x1318)>\n",
    );
  });

  it("hides the line breaks around a message", () => {
    expect(parseLog(formatServerLine(line({ message: "~Is site preview? no~~" }))).lines[0]?.message).toBe(
      "Is site preview? no",
    );
  });

  it("says the severity in words where the message does not", () => {
    expect(formatServerLine(line({ message: "Disk is nearly full", severity: 2 }))).toMatch(/^WARNING: Disk/);
    expect(formatServerLine(line({ message: "The download failed", severity: 3 }))).toMatch(/^The download/);
  });
});

describe("reading", () => {
  it("gives back what was written, for any message, bias and thread", () => {
    const random = seeded(20200420);
    for (let i = 0; i < 2_000; i++) {
      const message = randomMessage(random);
      const written = line({
        message,
        component: pick(random, ["SMS_DMP_DOWNLOADER", "SMS_HIERARCHY_MANAGER", "X"]),
        time: new Date(Date.UTC(2019, 0, 1) + Math.floor(random() * 5e10)),
        threadId: Math.floor(random() * 65_536),
        severity: severityOfWords(message),
      });
      const bias = Math.floor(random() * (12 + 14) * 4) * 15 - 14 * 60;
      expect(parseLog(formatServerLine(written, bias))).toEqual({ lines: [written], rest: "" });
    }
  });

  it("reads the CMTrace format, over several lines, with or without bias", () => {
    const { lines, rest } = parseLog(
      '<![LOG[first\nsecond]LOG]!><time="10:15:30.123-120" date="04-20-2020" component="CMUpdate" context="" type="2" thread="12" file="a.cpp:1">\r\n' +
        '<![LOG[managed]LOG]!><time="10:15:30.1234567" date="04-20-2020" component="SMS_REST_PROVIDER" context="" type="3" thread="7" file="">\n',
    );
    expect(rest).toBe("");
    expect(lines[0]).toEqual(
      line({ message: "first\nsecond", component: "CMUpdate", threadId: 12, severity: 2 }),
    );
    expect(lines[1]).toMatchObject({
      message: "managed",
      severity: 3,
      time: new Date(2020, 3, 20, 10, 15, 30, 123),
    });
  });

  it("gives the same lines however the file is cut into pieces", () => {
    const text =
      formatServerLine(line()) +
      '<![LOG[a\nb]LOG]!><time="10:15:30.123-120" date="04-20-2020" component="C" context="" type="1" thread="1" file="">\n' +
      formatServerLine(line({ message: "two\nlines" }));
    const whole = parseLog(text).lines;
    expect(whole).toHaveLength(3);
    for (let cut = 0; cut <= text.length; cut++) {
      const first = parseLog(text.slice(0, cut));
      const second = parseLog(first.rest + text.slice(cut));
      expect([...first.lines, ...second.lines]).toEqual(whole);
    }
  });

  it("keeps foreign text, and goes on after an entry that a kill tore", () => {
    const { lines } = parseLog(
      `${formatServerLine(line())}no format at all\n<![LOG[torn\n<![LOG[whole]LOG]!><time="10:15:30.123-120" date="04-20-2020" component="C" context="" type="1" thread="1" file="">\n`,
    );
    expect(lines.map((l) => l.message)).toEqual([line().message, "no format at all", "<![LOG[torn", "whole"]);
  });
});

describe("a log file", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "scp-log-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("moves the full file to .lo_ and keeps each below its size", () => {
    const log = new LogFile(join(folder, "Logs", "hman.log"), 1_000);
    for (let i = 0; i < 50; i++) log.append(line({ threadId: i }));
    expect(readdirSync(join(folder, "Logs")).sort()).toEqual(["hman.lo_", "hman.log"]);
    for (const name of ["hman.lo_", "hman.log"]) {
      expect(statSync(join(folder, "Logs", name)).size).toBeLessThanOrEqual(1_000);
    }
    expect(parseLog(readFileSync(log.path, "utf8")).lines.at(-1)?.threadId).toBe(49);
  });

  it("keeps the lines of two writers whole over a rotation", () => {
    const [one, two] = [1, 2].map(() => new LogFile(join(folder, "smsexec.log"), 2_000));
    for (let i = 0; i < 30; i++) {
      one?.append(line({ component: "ONE", threadId: i }));
      two?.append(line({ component: "TWO", threadId: i }));
    }
    const all = [".lo_", ".log"].flatMap(
      (end) => parseLog(readFileSync(join(folder, `smsexec${end}`), "utf8")).lines,
    );
    const newest = Array.from({ length: all.length }, (_, i) => 60 - all.length + i);
    expect(all.map((l) => [l.component, l.threadId])).toEqual(
      newest.map((i) => [i % 2 === 0 ? "ONE" : "TWO", Math.floor(i / 2)]),
    );
  });

  it("writes one line longer than the whole file may be", () => {
    const log = new LogFile(join(folder, "x.log"), 100);
    log.append(line({ message: "y".repeat(500) }));
    log.append(line({ message: "z".repeat(500) }));
    expect(parseLog(readFileSync(log.path, "utf8")).lines[0]?.message).toBe("z".repeat(500));
  });
});

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

function pick<T>(random: () => number, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)] as T;
}

/** Words, markup, quotes, umlauts and line breaks, but no `~`, which is the line break of the format. */
function randomMessage(random: () => number): string {
  const parts = [
    "warning",
    "failed",
    "ERROR:",
    "\n",
    "  ",
    "$$<",
    "]LOG]!>",
    "\"'",
    "Prüfsumme",
    "<thread=1>",
    "ok",
  ];
  const inner = Array.from({ length: 1 + Math.floor(random() * 8) }, () => pick(random, parts)).join("");
  return `a${inner}z`;
}
