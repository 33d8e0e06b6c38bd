import { IntlMessageFormat } from "intl-messageformat";
import type { NotificationParams } from "@/lib/db/schema";
import type { Locale } from "@/lib/i18n/locales";
import notificationsDe from "@/lib/i18n/messages/de/notifications.json";
import statusDe from "@/lib/i18n/messages/de/status.json";
import notificationsEn from "@/lib/i18n/messages/en/notifications.json";
import statusEn from "@/lib/i18n/messages/en/status.json";

const MESSAGES = {
  en: { alerts: statusEn.alerts, own: notificationsEn },
  de: { alerts: statusDe.alerts, own: notificationsDe },
} as const satisfies Record<Locale, unknown>;

interface Sentences {
  title: string;
  cause: string;
  cure: string;
}

export interface WrittenNotification extends Sentences {
  /** Whole address, or the path alone when nobody said where the portal is. */
  link: string | null;
}

interface ToWrite {
  event: string;
  params: NotificationParams;
  link: string | null;
}

/** What happened, why and what to do, in the words of the alert. @param portalUrl origin, no trailing slash */
export function writeNotification(
  { event, params, link }: ToWrite,
  language: Locale,
  portalUrl: string | undefined,
): WrittenNotification {
  const { title, cause, cure } = sentencesOf(event, language);
  const say = (sentence: string) => fill(sentence, language, params);
  return { title: say(title), cause: say(cause), cure: say(cure), link: link && `${portalUrl ?? ""}${link}` };
}

function fill(sentence: string, language: Locale, params: NotificationParams): string {
  try {
    return String(new IntlMessageFormat(sentence, language).format(params));
  } catch {
    // Whoever raised the alert left a value out. To be told with a gap is better than not to be told.
    return sentence;
  }
}

function sentencesOf(event: string, language: Locale): Sentences {
  const { alerts, own } = MESSAGES[language];
  if (event === "test") return own.test;
  const [area = "", condition = ""] = event.split(".");
  const found = (alerts as Record<string, Record<string, Sentences>>)[area]?.[condition];
  // One that a later version raised, and this one is to deliver.
  return found ?? { title: event, cause: "", cure: "" };
}

export interface Mail {
  subject: string;
  text: string;
}

/** The same as plain text. */
export function writeMail(written: WrittenNotification, language: Locale, server: string): Mail {
  const { product, sentBy } = MESSAGES[language].own.mail;
  const footer = fill(sentBy, language, { server });
  const paragraphs = [written.title, written.cause, written.cure, written.link, `-- \n${footer}`];
  return {
    subject: `${product}: ${written.title}`,
    text: `${paragraphs.filter(Boolean).join("\n\n")}\n`,
  };
}
