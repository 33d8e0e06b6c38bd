import { readFile } from "node:fs/promises";
import path from "node:path";
import type { FailureParams } from "@/lib/result";
import { findFaults } from "./find-faults";
import { type SetupInput, setupInput } from "./model";
import { type ParsedIni, parseIni } from "./parse-ini";
import {
  isLeftOut,
  SETTING_NAMES,
  SETTINGS,
  SETUP_VARIABLE_PREFIX,
  type SettingName,
  settingOf,
} from "./settings";

/** Something an unattended run cannot use. */
export interface UnattendedFault {
  /** `[Options] SiteCode (line 4)`, or the variable; never the value. */
  where: string;
  code: string;
  params?: FailureParams;
}

export type Unattended =
  /** @property leftOut entries of the product's script that mean nothing here */
  { ok: true; input: SetupInput; leftOut: string[] } | { ok: false; faults: UnattendedFault[] };

interface Given {
  text: string;
  where: string;
}

type Environment = Record<string, string | undefined>;

/** Whether the environment asks for an unattended run. */
export const asksForSetup = (env: Environment): boolean =>
  Object.keys(env).some((name) => name.startsWith(SETUP_VARIABLE_PREFIX) && env[name] !== "");

/**
 * What an unattended run was given, by the rules of the wizard; a variable comes before the same entry of the file.
 * Everything that is wrong is found at once.
 * @param file the setup file and its absolute path; null: the environment alone
 */
export async function readUnattended(
  file: { text: string; path: string } | null,
  env: Environment,
): Promise<Unattended> {
  const ini: ParsedIni = file ? parseIni(file.text) : { entries: [], unreadableLines: [] };
  const given = new Map([...givenByFile(ini), ...givenByEnvironment(env)]);
  const faults = [...strayFaults(ini), ...strayVariables(env)];
  const blamed = new Set<SettingName>();
  const blame = (name: SettingName, code: string, params?: FailureParams) => {
    if (blamed.has(name)) return;
    blamed.add(name);
    faults.push({ where: given.get(name)?.where ?? placesOf(name), code, params });
  };

  const values: Partial<Record<SettingName, unknown>> = {};
  for (const name of SETTING_NAMES) {
    const setting = SETTINGS[name];
    const text = given.get(name)?.text;
    if (text === undefined && !("fallback" in setting)) blame(name, "setup-setting-missing");
    else if (text === undefined) values[name] = "fallback" in setting ? setting.fallback : undefined;
    else {
      const parsed = setting.parse(text);
      if ("fault" in parsed) blame(name, parsed.fault.code, parsed.fault.params);
      else values[name] = parsed.value;
    }
  }
  const kept = await readPasswordFile(values, file ? path.dirname(file.path) : process.cwd());
  if (kept === null) blame("passwordFile", "setup-password-file-unreadable");
  const password = kept ?? "";
  // A field that could not be read is blamed already; a usable stand-in lets the rules look at the others.
  const input = setupInput.parse({ ...STAND_INS, ...values, password });
  if (blamed.has("passwordFile")) blamed.add("password");
  for (const { field, code, params } of findFaults(input)) blame(field, code, params);
  if (faults.length > 0) return { ok: false, faults };
  return { ok: true, input, leftOut: ini.entries.filter(isStranger).map(nameOf) };
}

const STAND_INS = {
  siteType: "primary-site",
  siteCode: "",
  siteName: "",
  siteServer: "",
  userName: "",
  timeZone: "UTC",
  displayName: "",
  usageDataLevel: 2,
  cloudConnector: false,
  cloudConnectorServer: "",
  mode: "online",
  environmentId: "",
  useProxy: false,
  proxyName: "",
  proxyPort: 80,
} as const satisfies Omit<SetupInput, "password">;

/** The password, from its variable or else its file without the end of the line; null when the file cannot be read. */
async function readPasswordFile(
  { password, passwordFile }: Partial<Record<SettingName, unknown>>,
  folder: string,
): Promise<string | null> {
  if (typeof password === "string" && password !== "") return password;
  if (typeof passwordFile !== "string" || passwordFile === "") return "";
  return readFile(path.resolve(folder, passwordFile), "utf8").then(
    (text) => text.replace(/\r?\n$/, ""),
    () => null,
  );
}

function givenByFile(ini: ParsedIni): [SettingName, Given][] {
  return ini.entries.flatMap((entry): [SettingName, Given][] => {
    const name = settingOf(entry.section, entry.key);
    return name && entry.value !== ""
      ? [[name, { text: entry.value, where: `${nameOf(entry)} (line ${entry.line})` }]]
      : [];
  });
}

function givenByEnvironment(env: Environment): [SettingName, Given][] {
  return SETTING_NAMES.flatMap((name): [SettingName, Given][] => {
    const { variable } = SETTINGS[name];
    const text = env[variable];
    return text ? [[name, { text, where: variable }]] : [];
  });
}

/** Lines nobody can read, entries nobody knows and entries that are there twice. */
function strayFaults({ entries, unreadableLines }: ParsedIni): UnattendedFault[] {
  const names = entries.map((entry) => nameOf(entry).toLowerCase());
  return [
    ...unreadableLines.map((line) => ({ where: `line ${line}`, code: "setup-line-unreadable" })),
    ...entries
      .filter((entry) => isStranger(entry) && !isLeftOut(entry.section, entry.key))
      .map((entry) => ({ where: `${nameOf(entry)} (line ${entry.line})`, code: "setup-key-unknown" })),
    ...entries
      .filter((_, at) => names.indexOf(names[at] ?? "") < at)
      .map((entry) => ({ where: `${nameOf(entry)} (line ${entry.line})`, code: "setup-key-twice" })),
  ];
}

function strayVariables(env: Environment): UnattendedFault[] {
  const known: readonly string[] = SETTING_NAMES.map((name) => SETTINGS[name].variable);
  return Object.keys(env)
    .filter((name) => name.startsWith(SETUP_VARIABLE_PREFIX) && !known.includes(name))
    .map((name) => ({ where: name, code: "setup-variable-unknown" }));
}

const isStranger = (entry: { section: string; key: string }): boolean =>
  settingOf(entry.section, entry.key) === undefined;

const nameOf = (entry: { section: string; key: string }): string => `[${entry.section}] ${entry.key}`;

/** Both places a setting can be given at. */
function placesOf(name: SettingName): string {
  const { place, variable } = SETTINGS[name === "password" ? "passwordFile" : name];
  const inFile = place ? `${nameOf(place)} or ` : "";
  return `${inFile}${name === "password" ? SETTINGS.password.variable : variable}`;
}
