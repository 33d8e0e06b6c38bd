import { desc, eq } from "drizzle-orm";
import { expect } from "vitest";
import type { Database } from "@/lib/db/connection";
import { alerts, statusMessages } from "@/lib/db/schema";
import { sayInEachLanguage } from "@/lib/i18n/testing/say";
import { ALERT_STATE, type AlertCode, STATUS_SEVERITY } from "@/lib/status/model";

/** The alerts an operator sees now, with the failure behind each. */
export const activeAlerts = async (db: Database) =>
  (await db.select().from(alerts).where(eq(alerts.state, ALERT_STATE.active))).map(({ code, params }) => [
    code,
    params.reason,
  ]);

/**
 * The one alarm that is on: its title, cause, cure and the failure behind it are sentences in every language, and
 * where `messageId` is given the newest status message is that error.
 */
export async function expectAlarm(
  db: Database,
  { alert, reason, messageId }: { alert: AlertCode; reason: string; messageId?: number },
): Promise<void> {
  const raised = await db.select().from(alerts).where(eq(alerts.state, ALERT_STATE.active));
  expect(raised).toMatchObject([{ code: alert, params: { reason } }]);
  const { params = {}, link } = raised[0] ?? {};
  expect(link).toMatch(/^\/updates/);
  for (const part of ["title", "cause", "cure"]) sayInEachLanguage(`status.alerts.${alert}.${part}`, params);
  expectSentence(reason, params);
  if (messageId === undefined) return;
  const [message] = await db.select().from(statusMessages).orderBy(desc(statusMessages.recordId)).limit(1);
  expect(message).toMatchObject({ messageId, severity: STATUS_SEVERITY.error });
  expect(message?.strings.join(" ")).toContain(reason);
  const strings = (message?.strings ?? []).map((text, index) => [`s${index}`, text]);
  sayInEachLanguage(`componentsPage.statusMessages.${messageId}`, Object.fromEntries(strings));
}

/** The failure can be said in every language with the values that were recorded: what happened, and what to do. */
export function expectSentence(code: string, params: Record<string, string | number>): void {
  const [english, german] = sayInEachLanguage(`updates.failures.${code}`, params);
  expect(english).not.toBe(german);
  for (const sentence of [english, german]) expect(sentence).not.toMatch(/undefined|\{/);
}
