import { cookies } from "next/headers";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { requireUser } from "@/app/_server/current-user";
import { read } from "@/app/_server/read";
import { QueryProvider } from "@/components/live/query-provider";
import { AccessProvider } from "@/components/shell/access";
import { Shell } from "@/components/shell/shell";
import { TimeZoneDetector } from "@/components/shell/time-zone-detector";
import { explainAll } from "@/lib/access/permissions";
import { PREFERENCE_COOKIES } from "@/lib/access/preference-cookies";
import { getRoleStatus } from "@/lib/hierarchy/get-role-status";
import { listAlerts } from "@/lib/status/list-alerts";
import { updatePreferencesAction } from "./account/actions";

/** Everything behind the sign-in. */
export default async function PortalLayout({ children }: { children: ReactNode }) {
  const user = await requireUser();
  const [role, alerts, jar, t] = await Promise.all([
    read(getRoleStatus),
    read(listAlerts),
    cookies(),
    getTranslations("access.roles"),
  ]);
  return (
    <QueryProvider>
      <AccessProvider permissions={explainAll(user.actor)}>
        <TimeZoneDetector known={jar.has(PREFERENCE_COOKIES.timeZone)} />
        <Shell
          user={{
            displayName: user.displayName,
            userName: user.actor.name,
            roles: user.actor.assignments.map((assignment) => t(assignment.roleId)),
          }}
          role={role}
          alerts={alerts}
          savePreferences={updatePreferencesAction}
        >
          {children}
        </Shell>
      </AccessProvider>
    </QueryProvider>
  );
}
