import { z } from "zod";
import { CommandLineError, EXIT } from "./error";

/** What `CMUpdateReset.exe` is told (reference/updates.md §18). */
export interface ResetArguments {
  server: string;
  database: string;
  packageGuid: string;
  instance?: string;
  forceDelete: boolean;
  yes: boolean;
}

const WITH_VALUE = { "-S": "server", "-D": "database", "-P": "packageGuid", "-I": "instance" } as const;

/**
 * Reads the product's syntax: one dash, any case.
 * @throws CommandLineError that names what is missing or unknown
 */
export function parseResetArguments(args: readonly string[]): ResetArguments | "help" {
  const found: Partial<ResetArguments> = {};
  const rest = [...args];
  if (rest.length === 0) return "help";
  while (rest.length > 0) {
    const option = rest.shift() ?? "";
    const name = option.toUpperCase();
    if (["-?", "-H", "--HELP"].includes(name)) return "help";
    if (name === "-FDELETE") found.forceDelete = true;
    else if (name === "-Y") found.yes = true;
    else if (name in WITH_VALUE) {
      const value = rest.shift();
      if (!value || value.startsWith("-")) throw misunderstood(`${option} needs a value`);
      found[WITH_VALUE[name as keyof typeof WITH_VALUE]] = value;
    } else throw misunderstood(`"${option}" is not an option`);
  }
  const { server, database, packageGuid, instance, forceDelete = false, yes = false } = found;
  if (!server) throw misunderstood("-S is missing");
  if (!database) throw misunderstood("-D is missing");
  if (!packageGuid) throw misunderstood("-P is missing");
  const guid = z.guid().safeParse(packageGuid.replace(/^\{|\}$/g, ""));
  if (!guid.success) throw misunderstood(`-P takes a package GUID, not "${packageGuid}"`);
  return { server, database, packageGuid: guid.data.toLowerCase(), instance, forceDelete, yes };
}

const misunderstood = (what: string): CommandLineError =>
  new CommandLineError(`${what}. See --help.`, { exitCode: EXIT.usage });
