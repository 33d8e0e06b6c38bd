import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireUser } from "@/app/_server/current-user";
import { read } from "@/app/_server/read";
import { Account } from "@/components/account/account";
import { listMySessions } from "@/lib/access/list-my-sessions";
import { PASSWORD_POLICY } from "@/lib/access/password-policy";
import {
  changePasswordAction,
  revokeOtherSessionsAction,
  revokeSessionAction,
  updatePreferencesAction,
} from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("account");
  return { title: t("title") };
}

export default async function AccountPage() {
  const user = await requireUser();
  return (
    <Account
      user={{
        displayName: user.displayName,
        userName: user.actor.name,
        signInSource: user.signInSource,
        assignments: [...user.actor.assignments],
      }}
      sessions={(await read(listMySessions)) ?? []}
      passwordRules={{
        min: PASSWORD_POLICY.minLength,
        distinct: PASSWORD_POLICY.minDistinctCharacters,
      }}
      commands={{
        changePassword: changePasswordAction,
        revokeSession: revokeSessionAction,
        revokeOtherSessions: revokeOtherSessionsAction,
        updatePreferences: updatePreferencesAction,
      }}
    />
  );
}
