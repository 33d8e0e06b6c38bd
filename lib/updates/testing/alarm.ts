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

interface Failure {
  code: string;
  params: Record<string, string | number>;
  /** Where its sentence is; `updates` unless told. */
  area?: "updates" | "outOfBand";
}

interface Alarm {
  alert: AlertCode;
  /** The failure behind it, as it was recorded where it happened. */
  failure: Failure;
  /** Status message that was reported with it. */
  messageId?: number;
}

/**
 * The one alarm that is on: its title, cause and cure are sentences in every language, it says the failure behind it
 * in the same words as the place where that happened, and where there is a status message the newest is that error.
 */
export async function expectAlarm(db: Database, { alert, failure, messageId }: Alarm): Promise<void> {
  const reason = failure.code;
  const raised = await db.select().from(alerts).where(eq(alerts.state, ALERT_STATE.active));
  expect(raised).toMatchObject([{ code: alert, params: { reason } }]);
  const { params = {}, link } = raised[0] ?? {};
  expect(link).toMatch(/^\/updates/);
  for (const part of ["title", "cause", "cure"]) sayInEachLanguage(`status.alerts.${alert}.${part}`, params);
  expect(sayFailure({ ...failure, params })).toEqual(sayFailure(failure));
  if (messageId === undefined) return;
  const [message] = await db.select().from(statusMessages).orderBy(desc(statusMessages.recordId)).limit(1);
  expect(message).toMatchObject({ messageId, severity: STATUS_SEVERITY.error });
  expect(message?.strings.join(" ")).toContain(reason);
  const strings = (message?.strings ?? []).map((text, index) => [`s${index}`, text]);
  sayInEachLanguage(`componentsPage.statusMessages.${messageId}`, Object.fromEntries(strings));
}

/** What happened, and what to do, in every language with the values that were recorded. */
export function sayFailure({ code, params, area = "updates" }: Failure): string[] {
  const sentences = sayInEachLanguage(`${area}.failures.${code}`, params);
  expect(new Set(sentences).size).toBe(sentences.length);
  for (const sentence of sentences) expect(sentence).not.toMatch(/undefined|\{/);
  return sentences;
}
