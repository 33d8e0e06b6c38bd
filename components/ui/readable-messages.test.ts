import { createTranslator, IntlErrorCode } from "next-intl";
import { expect, test } from "vitest";
import de from "@/lib/i18n/messages/de";
import en from "@/lib/i18n/messages/en";

type Messages = { [key: string]: string | Messages };

/** Every dotted key. */
const keysOf = (messages: Messages, prefix = ""): string[] =>
  Object.entries(messages).flatMap(([key, value]) =>
    typeof value === "string" ? [prefix + key] : keysOf(value, `${prefix}${key}.`),
  );

// A name with a hyphen after `select`, for one, cannot be read, and the page would show the key instead.
test.each([
  ["en", en],
  ["de", de],
] as const)("every text in %s can be read by what puts the values into it", (locale, messages) => {
  const unreadable: string[] = [];
  let key = "";
  const translate = createTranslator<Messages>({
    locale,
    messages,
    onError: ({ code }) => code === IntlErrorCode.INVALID_MESSAGE && unreadable.push(key),
  });
  for (key of keysOf(messages)) translate(key as never);
  expect(unreadable).toEqual([]);
});
