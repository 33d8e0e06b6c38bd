import { z } from "zod";
import { isLocale, type Locale } from "@/lib/i18n/locales";
import type { DownloadChoice } from "@/lib/offline/model";
import { UsageError } from "./usage-error";

export interface PrepareArguments {
  mode: "prepare";
  usageDataDest: string;
  /** Package GUIDs that are to be brought whatever else the tool chooses. */
  bring: string[];
}

export interface ConnectArguments {
  mode: "connect";
  usageDataSrc: string;
  updatePackDest: string;
  choice: DownloadChoice;
  proxy: { host: string; port: number } | null;
  proxyUserName: string | null;
  volumeBytes: number | null;
  workDir: string | null;
}

export interface ImportArguments {
  mode: "import";
  updatePackSrc: string;
  acceptExpired: boolean;
  dryRun: boolean;
}

export interface ExportArguments {
  mode: "export";
  dest: string;
}

export type ToolArguments = (
  | PrepareArguments
  | ConnectArguments
  | ImportArguments
  | ExportArguments
  | { mode: "help" }
) & {
  /** Null: as the environment says. */
  language: Locale | null;
};

interface ModeOptions {
  required: readonly string[];
  values: readonly string[];
  flags: readonly string[];
}

const CHOICES: Record<string, DownloadChoice> = {
  downloadall: "all",
  downloadhotfix: "hotfix",
  downloadsiteversion: "site-version",
};

/** The options of the product (reference/updates.md §17); `bring`, `splitsize`, `workdir`, `acceptexpired` and `dryrun` are ours. */
const MODES = {
  prepare: { required: ["usagedatadest"], values: ["bring"], flags: [] },
  connect: {
    required: ["usagedatasrc", "updatepackdest"],
    values: ["proxyserveruri", "proxyusername", "splitsize", "workdir"],
    flags: Object.keys(CHOICES),
  },
  import: { required: ["updatepacksrc"], values: [], flags: ["acceptexpired", "dryrun"] },
  export: { required: ["dest"], values: [], flags: [] },
} as const satisfies Record<string, ModeOptions>;

type Mode = keyof typeof MODES;

const COMMON_VALUES = ["language"];
const HELP = ["help", "h", "?"];

/**
 * Reads the syntax of the product: one dash or two, any case.
 * @throws UsageError
 */
export function parseToolArguments(args: readonly string[]): ToolArguments {
  const given = new Map<string, string | true>();
  const rest = [...args];
  while (rest.length > 0) {
    const option = rest.shift() ?? "";
    const name = /^--?(?<name>[a-z?]+)$/i.exec(option)?.groups?.name?.toLowerCase();
    if (name === undefined) throw new UsageError("option-unknown", { option });
    if (given.has(name)) throw new UsageError("option-twice", { option });
    if (takesValue(name)) {
      const value = rest.shift();
      if (value === undefined || value === "" || value.startsWith("-"))
        throw new UsageError("value-missing", { option });
      given.set(name, value);
    } else if (isFlag(name)) given.set(name, true);
    else throw new UsageError("option-unknown", { option });
  }
  const language = languageOf(given.get("language"));
  given.delete("language");
  if (given.size === 0 || HELP.some((name) => given.has(name))) return { mode: "help", language };
  const modes = [...given.keys()].filter((name): name is Mode => name in MODES);
  const [mode] = modes;
  if (mode === undefined) throw new UsageError("mode-missing", {});
  if (modes.length > 1) throw new UsageError("mode-twice", { first: `-${mode}`, second: `-${modes[1]}` });
  given.delete(mode);
  refuseForeign(mode, given);
  return { ...readMode(mode, given), language };
}

const allOf = (kind: keyof ModeOptions): string[] =>
  Object.values(MODES).flatMap((options: ModeOptions) => [...options[kind]]);

const takesValue = (name: string): boolean =>
  [...COMMON_VALUES, ...allOf("required"), ...allOf("values")].includes(name);

const isFlag = (name: string): boolean =>
  name in MODES || HELP.includes(name) || allOf("flags").includes(name);

function languageOf(value: string | true | undefined): Locale | null {
  if (value === undefined) return null;
  if (isLocale(value)) return value;
  throw new UsageError("value-invalid", { option: "-language", value: String(value) });
}

function refuseForeign(mode: Mode, given: ReadonlyMap<string, unknown>): void {
  const { required, values, flags }: ModeOptions = MODES[mode];
  for (const name of given.keys()) {
    if (![...required, ...values, ...flags].includes(name))
      throw new UsageError("option-foreign", { option: `-${name}`, mode: `-${mode}` });
  }
  for (const name of required) {
    if (!given.has(name)) throw new UsageError("option-missing", { option: `-${name}`, mode: `-${mode}` });
  }
}

function readMode(
  mode: Mode,
  given: ReadonlyMap<string, string | true>,
): PrepareArguments | ConnectArguments | ImportArguments | ExportArguments {
  const text = (name: string): string => String(given.get(name) ?? "");
  const textOrNull = (name: string): string | null => (given.has(name) ? text(name) : null);
  switch (mode) {
    case "prepare":
      return { mode, usageDataDest: zipName(text("usagedatadest")), bring: guids(textOrNull("bring")) };
    case "export":
      return { mode, dest: text("dest") };
    case "import":
      return {
        mode,
        updatePackSrc: text("updatepacksrc"),
        acceptExpired: given.has("acceptexpired"),
        dryRun: given.has("dryrun"),
      };
    case "connect":
      return {
        mode,
        usageDataSrc: text("usagedatasrc"),
        updatePackDest: text("updatepackdest"),
        choice: choiceOf(given),
        ...proxyOf(textOrNull("proxyserveruri"), textOrNull("proxyusername")),
        volumeBytes: sizeOf(textOrNull("splitsize")),
        workDir: textOrNull("workdir"),
      };
  }
}

/** A file name must say what it is, because -connect looks for it; a folder gets a name of its own. */
function zipName(value: string): string {
  if (/\.[^./\\]+$/.test(value) && !/\.zip$/i.test(value))
    throw new UsageError("value-invalid", { option: "-usagedatadest", value });
  return value;
}

function guids(value: string | null): string[] {
  return (value?.split(",") ?? []).map((guid) => {
    const parsed = z.guid().safeParse(guid.trim().replace(/^\{|\}$/g, ""));
    if (!parsed.success) throw new UsageError("value-invalid", { option: "-bring", value: guid });
    return parsed.data.toLowerCase();
  });
}

function choiceOf(given: ReadonlyMap<string, unknown>): DownloadChoice {
  const chosen = Object.keys(CHOICES).filter((name) => given.has(name));
  const [first, second] = chosen;
  if (second !== undefined)
    throw new UsageError("choice-twice", { first: `-${first}`, second: `-${second}` });
  return first === undefined ? "default" : (CHOICES[first] ?? "default");
}

/** Port of the site system's proxy page (reference/role.md §10). */
const DEFAULT_PROXY_PORT = 80;

function proxyOf(
  uri: string | null,
  proxyUserName: string | null,
): Pick<ConnectArguments, "proxy" | "proxyUserName"> {
  if (uri === null) {
    if (proxyUserName === null) return { proxy: null, proxyUserName };
    throw new UsageError("option-missing", { option: "-proxyserveruri", mode: "-proxyusername" });
  }
  const url = URL.canParse(uri) && uri.includes("://") ? new URL(uri) : new URL(`http://${uri}`);
  // The password is asked for, so that it stands in no list of processes.
  if (url.protocol !== "http:" || url.username || url.password || url.hostname === "")
    throw new UsageError("value-invalid", { option: "-proxyserveruri", value: url.host });
  return { proxy: { host: url.hostname, port: Number(url.port) || DEFAULT_PROXY_PORT }, proxyUserName };
}

const UNITS: Record<string, number> = { KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 };
/** Smaller volumes would be more than a medium can name. */
const VOLUME_BYTES_MIN = 1024 ** 2;

/** `4400MB`, `4.3GB`. */
function sizeOf(value: string | null): number | null {
  if (value === null) return null;
  const groups = /^(?<amount>\d{1,6}(\.\d{1,3})?)\s*(?<unit>KB|MB|GB)$/i.exec(value)?.groups;
  const bytes = Math.floor(Number(groups?.amount) * (UNITS[groups?.unit?.toUpperCase() ?? ""] ?? 0));
  if (!groups || bytes < VOLUME_BYTES_MIN)
    throw new UsageError("value-invalid", { option: "-splitsize", value });
  return bytes;
}
