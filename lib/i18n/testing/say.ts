import { createTranslator } from "next-intl";
import { LOCALES } from "../locales";
import de from "../messages/de";
import en from "../messages/en";

const MESSAGES = { en, de };

/**
 * Says a message as the portal does, in each of its languages, in the order of {@link LOCALES}.
 * @param key dotted, from the area on, e.g. `updates.failures.dns-failed`
 * @throws when a language lacks the message, or the message wants a value that is not among `values`
 */
export function sayInEachLanguage(key: string, values: Record<string, string | number> = {}): string[] {
  return LOCALES.map((locale) => {
    const say = createTranslator({
      locale,
      messages: MESSAGES[locale],
      onError: (error) => {
        throw error;
      },
    });
    // Keys are typed by the messages; here they come from a code.
    return (say as unknown as (key: string, values: Record<string, string | number>) => string)(key, values);
  });
}
