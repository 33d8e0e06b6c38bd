import { parseArgs } from "node:util";
import { CommandLineError, EXIT } from "./error";

/** What `npm run restore` is told. */
export interface RestoreArguments {
  /** A backup, or with `list` a folder of backups. */
  from: string;
  dataDir: string;
  /** Null: the embedded PostgreSQL below the data folder. */
  databaseUrl: string | null;
  passphraseFile: string | null;
  withoutKeys: boolean;
  /** Null: the servers hosted together with the site server. */
  servers: string[] | null;
  list: boolean;
  dryRun: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws CommandLineError that names what is missing, unknown or contradicts itself */
export function parseRestoreArguments(args: readonly string[], env: Environment): RestoreArguments | "help" {
  const values = read(args);
  if (values.help || args.length === 0) return "help";
  if (!values.from) throw misunderstood("--from is missing");
  if (values["passphrase-file"] && values["without-keys"])
    throw misunderstood("--passphrase-file and --without-keys exclude each other");
  const databaseUrl = values["database-url"] ?? env.DATABASE_URL ?? null;
  if (databaseUrl && !/^postgres(ql)?:\/\//.test(databaseUrl))
    throw misunderstood("--database-url must look like postgres://user:password@host/database");
  return {
    from: values.from,
    dataDir: values["data-dir"] ?? env.SCP_DATA_DIR ?? ".data",
    databaseUrl: databaseUrl || null,
    passphraseFile: values["passphrase-file"] ?? null,
    withoutKeys: values["without-keys"] ?? false,
    servers: values.server ?? null,
    list: values.list ?? false,
    dryRun: values["dry-run"] ?? false,
  };
}

function read(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        from: { type: "string" },
        "data-dir": { type: "string" },
        "database-url": { type: "string" },
        "passphrase-file": { type: "string" },
        "without-keys": { type: "boolean" },
        server: { type: "string", multiple: true },
        list: { type: "boolean" },
        "dry-run": { type: "boolean" },
        help: { type: "boolean" },
      },
    }).values;
  } catch (error) {
    throw misunderstood(error instanceof Error ? error.message : String(error));
  }
}

const misunderstood = (what: string): CommandLineError =>
  new CommandLineError(`${what}. See --help.`, { exitCode: EXIT.usage });
