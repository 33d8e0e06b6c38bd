"use client";

import { useTranslations } from "next-intl";
import type { SessionRow } from "@/lib/access/list-my-sessions";
import type { RoleAssignment } from "@/lib/context";
import type { Result } from "@/lib/result";
import { Badge } from "../ui/badge";
import { Card } from "../ui/card";
import { KeyValueList } from "../ui/key-value";
import { PageHeader } from "../ui/page-header";
import { PasswordCard } from "./password-card";
import { PreferencesCard } from "./preferences-card";
import { SessionsCard } from "./sessions-card";

export interface AccountUser {
  displayName: string;
  userName: string;
  signInSource: "local" | "entra-id";
  assignments: RoleAssignment[];
}

/** The server actions of the page. */
export interface AccountCommands {
  changePassword(input: unknown): Promise<Result<unknown>>;
  revokeSession(input: unknown): Promise<Result<unknown>>;
  revokeOtherSessions(): Promise<Result<{ revoked: number }>>;
  updatePreferences(input: unknown): Promise<Result<unknown>>;
}

interface AccountProps {
  user: AccountUser;
  sessions: SessionRow[];
  passwordRules: { min: number; distinct: number };
  commands: AccountCommands;
}

export function Account({ user, sessions, passwordRules, commands }: AccountProps) {
  const t = useTranslations();
  return (
    <>
      <PageHeader title={t("account.title")} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="grid gap-4">
          <Card title={t("account.profile.title")}>
            <KeyValueList
              items={[
                { label: t("account.profile.displayName"), value: user.displayName },
                { label: t("account.profile.userName"), value: user.userName },
                {
                  label: t("account.profile.source"),
                  value: t(`account.profile.sources.${user.signInSource}`),
                },
                { label: t("account.profile.roles"), value: <Assignments assignments={user.assignments} /> },
              ]}
            />
          </Card>
          <PasswordCard
            local={user.signInSource === "local"}
            rules={passwordRules}
            changePassword={commands.changePassword}
          />
        </div>
        <div className="grid gap-4">
          <PreferencesCard save={commands.updatePreferences} />
          <SessionsCard
            initial={sessions}
            revoke={commands.revokeSession}
            revokeOthers={commands.revokeOtherSessions}
          />
        </div>
      </div>
    </>
  );
}

function Assignments({ assignments }: { assignments: readonly RoleAssignment[] }) {
  const t = useTranslations();
  if (assignments.length === 0) return t("account.profile.noRoles");
  return (
    <ul className="space-y-1">
      {assignments.map(({ roleId, scopeId }) => (
        <li key={`${roleId} ${scopeId}`} className="flex flex-wrap items-center gap-2">
          {t(`access.roles.${roleId}`)}
          <Badge>{t("account.profile.scope", { scope: t(`access.scopes.${scopeId}`) })}</Badge>
        </li>
      ))}
    </ul>
  );
}
