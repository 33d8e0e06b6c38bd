import { IntlMessageFormat } from "intl-messageformat";
import { isLocale, type Locale } from "@/lib/i18n/locales";
import offlineDe from "@/lib/i18n/messages/de/offline.json";
import archiveDe from "@/lib/i18n/messages/de/out-of-band.json";
import toolDe from "@/lib/i18n/messages/de/service-connection-tool.json";
import updatesDe from "@/lib/i18n/messages/de/updates.json";
import usageDataDe from "@/lib/i18n/messages/de/usage-data-page.json";
import uploadDe from "@/lib/i18n/messages/de/usage-data-upload.json";
import offlineEn from "@/lib/i18n/messages/en/offline.json";
import archiveEn from "@/lib/i18n/messages/en/out-of-band.json";
import toolEn from "@/lib/i18n/messages/en/service-connection-tool.json";
import updatesEn from "@/lib/i18n/messages/en/updates.json";
import usageDataEn from "@/lib/i18n/messages/en/usage-data-page.json";
import uploadEn from "@/lib/i18n/messages/en/usage-data-upload.json";

export type StepKey = keyof typeof toolEn.steps;
export type UsageKey = keyof typeof toolEn.usage;

type Params = Record<string, unknown>;

const TOOL = { en: toolEn, de: toolDe };

const FAILURES: Record<Locale, Record<string, string>> = {
  en: {
    ...updatesEn.failures,
    ...archiveEn.failures,
    ...offlineEn.failures,
    ...uploadEn.failures,
    ...usageDataEn.failures,
    ...toolEn.failures,
  },
  de: {
    ...updatesDe.failures,
    ...archiveDe.failures,
    ...offlineDe.failures,
    ...uploadDe.failures,
    ...usageDataDe.failures,
    ...toolDe.failures,
  },
};

/** What the tool says, in one language. */
export class Sentences {
  constructor(readonly locale: Locale) {}

  step(key: StepKey, params: Params = {}): string {
    return this.fill(TOOL[this.locale].steps[key], params);
  }

  usage(key: UsageKey, params: Params = {}): string {
    return this.fill(TOOL[this.locale].usage[key], params);
  }

  help(logFolder: string): string {
    return this.fill(TOOL[this.locale].help, { logFolder });
  }

  /** What a failure says; a code without a sentence is shown as it is. */
  failure(code: string, params: Params = {}): string {
    const sentence = FAILURES[this.locale][code];
    return sentence === undefined ? `${code} ${JSON.stringify(params)}` : this.fill(sentence, params);
  }

  time(time: string): string {
    return new Intl.DateTimeFormat(this.locale, { dateStyle: "medium", timeStyle: "short" }).format(
      new Date(time),
    );
  }

  private fill(sentence: string, params: Params): string {
    try {
      return String(new IntlMessageFormat(sentence, this.locale).format(params as Record<string, string>));
    } catch {
      // Data that are missing cost the sentence its looks, not the reader its meaning.
      return `${sentence} ${JSON.stringify(params)}`;
    }
  }
}

/** The language a terminal is set to (POSIX: the first that is set decides); English for what the tool does not speak. */
export function environmentLocale(env: Record<string, string | undefined>): Locale {
  const set = env.LC_ALL || env.LC_MESSAGES || env.LANG || "";
  const language = set.slice(0, 2).toLowerCase();
  return isLocale(language) ? language : "en";
}
