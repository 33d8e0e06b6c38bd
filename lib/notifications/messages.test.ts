import { describe, expect, it } from "vitest";
import { LOCALES } from "@/lib/i18n/locales";
import de from "@/lib/i18n/messages/de/notifications.json";
import en from "@/lib/i18n/messages/en/notifications.json";
import { ALERT_CODES } from "@/lib/status/model";
import { NOTIFICATION_ERROR_CODES } from "./notification-error";
import { writeMail, writeNotification } from "./write-notification";

it.each([
  ["English", en],
  ["German", de],
])(
  "everything that keeps a notification from its target has its sentence in %s",
  (_language, { failures }) => {
    expect(Object.keys(failures)).toEqual(expect.arrayContaining([...NOTIFICATION_ERROR_CODES]));
  },
);

describe.each(LOCALES)("in %s", (language) => {
  it("every condition that is alerted on can be told, even when a value of its sentence is not known", () => {
    for (const event of [...ALERT_CODES, "test"] as const) {
      const written = writeNotification({ event, params: {}, link: "/x" }, language, undefined);
      expect([written.title, written.cause, written.cure].every((text) => text.length > 0)).toBe(true);
      expect(written.link).toBe("/x");
    }
  });

  it("a mail is one paragraph for each of them, and says who sent it", () => {
    const written = { title: "Title", cause: "Cause", cure: "Cure", link: "https://scp.contoso.com/x" };
    const { subject, text } = writeMail(written, language, "scp01.contoso.com");
    expect(subject).toMatch(/: Title$/);
    expect(text.split("\n\n").slice(0, 4)).toEqual(["Title", "Cause", "Cure", "https://scp.contoso.com/x"]);
    expect(text).toContain("scp01.contoso.com");
  });
});
