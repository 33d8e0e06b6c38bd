import { ConfigError } from "@/lib/config";
import backup from "@/lib/i18n/messages/en/backup.json";
import enrolment from "@/lib/i18n/messages/en/enrolment.json";
import outOfBand from "@/lib/i18n/messages/en/out-of-band.json";
import servicing from "@/lib/i18n/messages/en/servicing.json";
import updates from "@/lib/i18n/messages/en/updates.json";

/** Exit codes of the command lines. */
export const EXIT = { refused: 1, usage: 2, unavailable: 3, revoked: 4 } as const;

/** A fault whose message is ready for the terminal; no stack is needed. */
export class CommandLineError extends Error {
  constructor(message: string, options: ErrorOptions & { exitCode?: (typeof EXIT)[keyof typeof EXIT] } = {}) {
    super(message, options);
    this.exitCode = options.exitCode ?? EXIT.unavailable;
  }
  readonly exitCode: number;
}

const SENTENCES: Record<string, unknown> = {
  ...updates.failures,
  ...servicing.failures,
  ...outOfBand.failures,
  ...enrolment.failures,
  ...backup.failures,
};

/** What a failure says in English; a code without a sentence is shown as it is. */
export function sentenceOf(code: string, params: Record<string, unknown> = {}): string {
  const sentence = SENTENCES[code];
  if (typeof sentence !== "string") return `${code} ${JSON.stringify(params)}`;
  return sentence.replace(/\{(\w+)(?:, number)?\}/g, (_match, name: string) => String(params[name] ?? ""));
}

/** Runs a command line: faults become a sentence and an exit code, bugs a stack. */
export async function runCommandLine(name: string, main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    if (error instanceof CommandLineError) {
      process.stderr.write(`${name}: ${error.message}\n`);
      process.exitCode = error.exitCode;
    } else if (error instanceof ConfigError) {
      process.stderr.write(`${name}: ${error.message}\n`);
      process.exitCode = EXIT.usage;
    } else throw error;
  }
}
