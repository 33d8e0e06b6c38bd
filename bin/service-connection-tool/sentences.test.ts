import { describe, expect, it } from "vitest";
import { ARCHIVE_ERROR_CODES } from "@/lib/archive/failure";
import { WIRE_ERROR_CODES } from "@/lib/connectivity/wire-error";
import { LOCALES } from "@/lib/i18n/locales";
import tool from "@/lib/i18n/messages/en/service-connection-tool.json";
import { OFFLINE_FAILURES } from "@/lib/offline/failure";
import { CATALOGUE_ERROR_CODES } from "@/lib/updates/catalogue/catalogue-failure";
import { DOWNLOAD_ERROR_CODES } from "@/lib/updates/download/failure";
import { UPLOAD_ERROR_CODES } from "@/lib/usage-data/upload/upload-error";
import { environmentLocale, Sentences, type StepKey, type UsageKey } from "./sentences";

const CODES = [
  ...WIRE_ERROR_CODES,
  ...ARCHIVE_ERROR_CODES,
  ...OFFLINE_FAILURES,
  ...CATALOGUE_ERROR_CODES,
  ...DOWNLOAD_ERROR_CODES,
  ...UPLOAD_ERROR_CODES,
  ...Object.keys(tool.failures),
  "unexpected-failure",
];

describe.each(LOCALES)("in %s", (locale) => {
  const say = new Sentences(locale);

  /** Something for every name a sentence asks for. */
  const anything = new Proxy({}, { get: () => 7, has: () => true });

  it.each(CODES)("%s has a sentence", (code) => {
    const sentence = say.failure(code, anything);
    expect(sentence).not.toMatch(/[{}]/);
    expect(sentence).toContain(" ");
  });

  it("so has every step, and every fault of the command line", () => {
    for (const key of Object.keys(tool.steps)) expect(say.step(key as StepKey, anything)).not.toMatch(/[{}]/);
    for (const key of Object.keys(tool.usage))
      expect(say.usage(key as UsageKey, anything)).not.toMatch(/[{}]/);
  });

  it("a code nobody wrote a sentence for is shown with its data, and so is a sentence whose data lack", () => {
    expect(say.failure("new-code", { a: 1 })).toBe('new-code {"a":1}');
    expect(say.failure("transfer-entry-damaged", {})).toContain("{path}");
  });

  it("the help fits a terminal and names every mode", () => {
    const help = say.help("/opt/tool");
    for (const mode of ["-prepare", "-connect", "-import", "-export"]) expect(help).toContain(mode);
    const widest = Math.max(...help.split("\n").map((line) => line.length));
    expect(widest).toBeLessThanOrEqual(110);
  });
});

it.each([
  [{ LANG: "de_DE.UTF-8" }, "de"],
  [{ LC_ALL: "en_US.UTF-8", LANG: "de_DE.UTF-8" }, "en"],
  [{ LC_MESSAGES: "de_AT", LANG: "C" }, "de"],
  [{ LANG: "fr_FR.UTF-8" }, "en"],
  [{}, "en"],
])("%o speaks %s", (env, locale) => {
  expect(environmentLocale(env)).toBe(locale);
});
