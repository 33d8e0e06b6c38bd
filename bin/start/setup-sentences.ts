import { IntlMessageFormat } from "intl-messageformat";
import type { SetupCheckId } from "@/lib/hierarchy/setup/checks";
import access from "@/lib/i18n/messages/en/access.json";
import setup from "@/lib/i18n/messages/en/setup.json";
import type { FailureParams } from "@/lib/result";

const SENTENCES: Record<string, string> = { ...access.failures, ...setup.failures };

/** What a fault or a finding of Setup says at the terminal; a code without a sentence is shown as it is. */
export function setupSentence(code: string, params: FailureParams = {}): string {
  const sentence = SENTENCES[code];
  return sentence === undefined
    ? `${code} ${JSON.stringify(params)}`
    : String(new IntlMessageFormat(sentence, "en").format(params));
}

export const checkName = (id: SetupCheckId): string => setup.checks[id];
