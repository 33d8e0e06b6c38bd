"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { SiteSystemServer } from "@/lib/hierarchy/model";
import { CopyableId } from "../azure-services/copyable-id";
import { Card } from "../ui/card";
import { type KeyValue, KeyValueList } from "../ui/key-value";
import { AbsoluteTime } from "../ui/relative-time";
import { CancelJoin } from "./cancel-join";
import { LetServerJoin } from "./let-server-join";
import { RevokeServer } from "./revoke-server";

/** Whether the server takes part from a machine of its own, and what can be done about it. */
export function EnrolmentCard({ server }: { server: SiteSystemServer }) {
  const t = useTranslations("enrolment");
  const state = server.enrolment?.state ?? "none";
  const facts = useFacts(server);
  return (
    <Card title={t("title")} className="lg:col-span-2">
      <p className="mb-3 max-w-3xl">{t(state)}</p>
      {facts.length > 0 ? <KeyValueList items={facts} /> : null}
      <div className="mt-4 flex flex-wrap gap-2">
        {state === "joined" ? <RevokeServer server={server} /> : <LetServerJoin server={server} />}
        {state === "waiting" ? <CancelJoin server={server} /> : null}
      </div>
    </Card>
  );
}

function useFacts({ fqdn, enrolment }: SiteSystemServer): KeyValue[] {
  const t = useTranslations("enrolment.facts");
  const common = useTranslations("common");
  const format = useFormatter();
  switch (enrolment?.state) {
    case "waiting":
      return [
        {
          label: t("createdBy"),
          value: t("createdByAt", {
            by: enrolment.createdBy,
            at: format.dateTime(new Date(enrolment.createdAt), { dateStyle: "medium", timeStyle: "short" }),
          }),
        },
        { label: t("expires"), value: <AbsoluteTime at={enrolment.expiresAt} /> },
      ];
    case "joined":
      return [
        { label: t("joined"), value: <AbsoluteTime at={enrolment.joinedAt} /> },
        { label: t("computer"), value: enrolment.hostName },
        { label: t("version"), value: enrolment.version },
        {
          label: t("key"),
          value: <CopyableId id={enrolment.keyFingerprint} copyLabel={`${common("copy")}: ${fqdn}`} />,
        },
      ];
    case "revoked":
      return [
        {
          label: t("revoked"),
          value: t("createdByAt", {
            by: enrolment.endedBy,
            at: format.dateTime(new Date(enrolment.endedAt), { dateStyle: "medium", timeStyle: "short" }),
          }),
        },
      ];
    default:
      return [];
  }
}
