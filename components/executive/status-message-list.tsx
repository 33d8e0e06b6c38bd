"use client";

import { useTranslations } from "next-intl";
import { StatusBadge, type Tone } from "@/components/ui/badge";
import { RelativeTime } from "@/components/ui/relative-time";
import type { StatusMessageRow, StatusSeverity } from "@/lib/status/model";

const TONES = {
  informational: "neutral",
  warning: "warning",
  error: "danger",
} as const satisfies Record<StatusSeverity, Tone>;

/** Status messages, newest first. */
export function StatusMessageList({ messages }: { messages: readonly StatusMessageRow[] }) {
  const t = useTranslations("componentsPage");
  const text = useStatusText();
  return (
    <ol aria-label={t("detail.messages")} className="divide-y divide-line rounded-md border border-line">
      {messages.map((message) => (
        <li key={message.recordId} className="px-3 py-2">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
            <StatusBadge tone={TONES[message.severity]}>{t(`severity.${message.severity}`)}</StatusBadge>
            <span className="text-muted tabular-nums">
              {t("detail.messageId", { id: String(message.messageId) })}
            </span>
            <RelativeTime at={message.time} className="ml-auto text-muted" />
          </div>
          <p className="mt-1 break-words">{text(message)}</p>
        </li>
      ))}
    </ol>
  );
}

/** The sentence of a message's number with its insertion strings; only the strings where there is none. */
function useStatusText(): (message: Pick<StatusMessageRow, "messageId" | "strings">) => string {
  const t = useTranslations("componentsPage.statusMessages");
  return ({ messageId, strings }) => {
    const key = String(messageId);
    if (!t.has(key)) return strings.filter(Boolean).join(" · ") || "–";
    return t(key, Object.fromEntries(strings.map((value, index) => [`s${index}`, value])));
  };
}
