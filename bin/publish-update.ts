import { parseArgs } from "node:util";
import { addUpdate } from "@/lib/updates/publish/add-update";
import { createRepository } from "@/lib/updates/publish/create-repository";
import { readEntryFile } from "@/lib/updates/publish/entry-file";
import { exportHotfix } from "@/lib/updates/publish/export-hotfix";
import { PublishError } from "@/lib/updates/publish/failure";
import { readSourceFolders } from "@/lib/updates/publish/folder-source";
import { prune } from "@/lib/updates/publish/prune";
import type { Publisher } from "@/lib/updates/publish/publisher";
import { refreshMetadata } from "@/lib/updates/publish/refresh-metadata";
import { removeUpdate } from "@/lib/updates/publish/remove-update";
import { readRepository } from "@/lib/updates/publish/repository";
import { DEFAULT_LIFETIME_DAYS, isTufRole, TUF_ROLES, type TufRole } from "@/lib/updates/publish/roles";
import { rotateKey } from "@/lib/updates/publish/rotate-key";

const HELP = `publish-update: publishes updates as static files that any web server can host (a TUF repository).

Usage: npm run publish-update -- COMMAND --repository DIR [options]

Commands
  init      Make keys and an empty repository.          --keys DIR
  add       Publish an update.                          --keys DIR --entry FILE --payload DIR [--redist DIR] [--replace]
  remove    Take an update out of the catalogue.        --keys DIR --package GUID
  export-hotfix  Write a signed archive for import beside the catalogue.
                                                        --keys DIR --entry FILE --payload DIR [--redist DIR] --out FILE
  refresh   Sign the timestamp anew, and what expires.  --keys DIR
  rotate    Replace the key of a role.                  --keys DIR --role ROLE
  prune     Delete files that the catalogue no longer names.
  list      Show what is published and until when it is valid.  [--json]

Options
  --repository DIR   Folder the web server serves; it gets metadata/ and targets/.
  --keys DIR         Folder of the private keys (never below the repository).
  --entry FILE       JSON file that describes the update: packageGuid, name, description {en, de}, version (YYMM),
                     fullVersion, minCmVersion, maxCmVersion, dateReleased, impact, updateType, and where it applies
                     moreInfoLink, clientVersion, prerequisitePackageGuid, supersedes, requiredConfiguration,
                     earlyUpdateRing, eula.
  --payload DIR      Files of the update; --redist DIR its redistributables. Without SMSSetup/update.map.zip and
                     SMSSetup/install.map in it, both are written: which file belongs where on a site server, and
                     the steps of the installation.
  --out FILE         The archive: <Product>-<version>-KB<article>-ConfigMgr.Update.zip.
  --replace          Publish anew a package that is already there.
  --role ROLE        ${TUF_ROLES.join(", ")}.
  --expires-ROLE N   Days a signature of that role is believed (${TUF_ROLES.map((role) => `${role} ${DEFAULT_LIFETIME_DAYS[role]}`).join(", ")}).
  --help             This text.

Run "refresh" from a timer, at least every ${DEFAULT_LIFETIME_DAYS.timestamp / 2} day(s): it needs only the snapshot and timestamp keys, so the root and
targets keys can stay offline.`;

const OPTIONS = {
  repository: { type: "string" },
  keys: { type: "string" },
  entry: { type: "string" },
  payload: { type: "string" },
  redist: { type: "string" },
  package: { type: "string" },
  out: { type: "string" },
  role: { type: "string" },
  replace: { type: "boolean" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  "expires-root": { type: "string" },
  "expires-targets": { type: "string" },
  "expires-snapshot": { type: "string" },
  "expires-timestamp": { type: "string" },
} as const;

type Options = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>["values"];

/** The command line was not understood; the message says what is missing. */
class UsageError extends Error {}

const COMMANDS: Record<string, (options: Options) => Promise<void>> = {
  async init(options) {
    const publisher = publisherOf(options);
    await createRepository(publisher);
    console.log(
      `Created ${publisher.repository}. Keys are in ${publisher.keys}: keep a copy somewhere safe.`,
    );
    console.log("Clients trust metadata/1.root.json.");
  },

  async add(options) {
    const publisher = publisherOf(options);
    const facts = await readEntryFile(need(options, "entry"));
    const files = await readSourceFolders(need(options, "payload"), options.redist);
    const entry = await addUpdate(publisher, { facts, files, replace: options.replace, writeMaps: true });
    console.log(`Published "${entry.name}" (${entry.packageGuid}), ${entry.files.length} file(s).`);
  },

  async "export-hotfix"(options) {
    const publisher = publisherOf(options);
    const facts = await readEntryFile(need(options, "entry"));
    const files = await readSourceFolders(need(options, "payload"), options.redist);
    const entry = await exportHotfix(publisher, { facts, files, out: need(options, "out"), writeMaps: true });
    console.log(
      `Wrote ${options.out}: "${entry.name}" (${entry.packageGuid}), ${entry.files.length} file(s).`,
    );
  },

  async remove(options) {
    const publisher = publisherOf(options);
    await removeUpdate(publisher, need(options, "package"));
    console.log(`Removed ${options.package}. "prune" deletes its files once no download needs them.`);
  },

  async refresh(options) {
    const { renewed, due } = await refreshMetadata(publisherOf(options));
    console.log(`Signed anew: ${renewed.join(", ")}.`);
    if (due.length > 0)
      console.error(
        `Half of the lifetime of ${due.join(" and ")} is over: run "refresh" with those keys, too.`,
      );
  },

  async rotate(options) {
    const role = roleOf(need(options, "role"));
    const version = await rotateKey(publisherOf(options), role);
    console.log(`The ${role} key is replaced; root version ${version} tells the clients.`);
  },

  async prune(options) {
    console.log(`Deleted ${await prune(need(options, "repository"))} file(s).`);
  },

  async list(options) {
    const state = await readRepository(need(options, "repository"));
    const metadata = TUF_ROLES.map((role) => ({
      role,
      version: state[role].signed.version,
      expires: state[role].signed.expires,
    }));
    const updates = state.manifest.updates.map(({ packageGuid, name, fullVersion, files }) => ({
      packageGuid,
      name,
      fullVersion,
      files: files.length,
      bytes: files.reduce((sum, file) => sum + (state.targets.signed.targets[file.target]?.length ?? 0), 0),
    }));
    if (options.json) return console.log(JSON.stringify({ metadata, updates }, null, 2));
    for (const { role, version, expires } of metadata)
      console.log(`${role.padEnd(10)} version ${version}, expires ${expires}`);
    for (const update of updates)
      console.log(
        `${update.packageGuid}  ${update.fullVersion}  ${update.files} file(s), ${update.bytes} bytes  ${update.name}`,
      );
  },
};

function publisherOf(options: Options): Publisher {
  return {
    repository: need(options, "repository"),
    keys: need(options, "keys"),
    now: new Date(),
    lifetimeDays: {
      root: daysOf(options, "root"),
      targets: daysOf(options, "targets"),
      snapshot: daysOf(options, "snapshot"),
      timestamp: daysOf(options, "timestamp"),
    },
  };
}

function need(
  options: Options,
  name: "repository" | "keys" | "entry" | "payload" | "package" | "role" | "out",
): string {
  const value = options[name];
  if (!value) throw new UsageError(`--${name} is missing.`);
  return value;
}

function daysOf(options: Options, role: TufRole): number {
  const value = options[`expires-${role}`];
  if (value === undefined) return DEFAULT_LIFETIME_DAYS[role];
  if (!/^[1-9]\d{0,4}$/.test(value))
    throw new UsageError(`--expires-${role} takes a number of days, not "${value}".`);
  return Number(value);
}

function roleOf(value: string): TufRole {
  if (isTufRole(value)) return value;
  throw new UsageError(`--role takes one of ${TUF_ROLES.join(", ")}, not "${value}".`);
}

function parse(): { command: string | undefined; options: Options } {
  try {
    const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true });
    if (positionals.length > 1) throw new UsageError(`"${positionals[1]}" is one word too many.`);
    return { command: positionals[0], options: values };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

try {
  const { command, options } = parse();
  const run = command && Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
  if (options.help || !command) console.log(HELP);
  else if (run) await run(options);
  else throw new UsageError(`"${command}" is not a command.`);
} catch (error) {
  if (!(error instanceof PublishError || error instanceof UsageError)) throw error;
  console.error(`publish-update: ${error.message}`);
  if (error instanceof UsageError) console.error("See --help.");
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
