import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { updateApplicationSettings } from "@/lib/azure-services/applications/update-application-settings";
import { azureApplications } from "@/lib/db/schema";
import { succeeded } from "../testing/connected-product";
import { CREATION_PATIENCE_MS, creationLab } from "../testing/creation-lab";

const lab = await creationLab();

describe("the settings of an app", () => {
  it(
    "are brought up to date: what is missing is added and consented to, what others set stays",
    async () => {
      const made = await lab.product.finished(await lab.begun());
      const appId = lab.madeApps()[0]?.appId;
      await lab.azure.service.directory.change(lab.contoso().id, (tenant) => {
        const app = tenant.applications.find((one) => one.appId === appId);
        if (!app) throw new Error("no app");
        app.requiredResourceAccess = [];
        app.web.redirectUris = ["https://gateway.contoso.com/CCM_Proxy_ServerAuth/ImplicitAuth"];
        const principal = tenant.servicePrincipals.find((one) => one.appId === appId);
        tenant.appRoleAssignments = tenant.appRoleAssignments.filter(
          ({ principalId }) => principalId !== principal?.id,
        );
      });
      const { operationId } = succeeded(
        await updateApplicationSettings(lab.product.ctx, {
          signInId: await lab.signedIn(),
          applicationId: made.applicationId,
        }),
      );
      expect((await lab.product.finished(operationId)).state).toBe("complete");
      const [app] = lab.madeApps();
      expect(app?.web.redirectUris).toEqual([
        "https://gateway.contoso.com/CCM_Proxy_ServerAuth/ImplicitAuth",
        "http://localhost",
      ]);
      expect(app?.web.homePageUrl).toBe("https://ConfigMgrService");
      expect(app?.requiredResourceAccess).toHaveLength(1);
      const principal = lab.contoso().servicePrincipals.find((one) => one.appId === appId);
      expect(
        lab.contoso().appRoleAssignments.filter((one) => one.principalId === principal?.id),
      ).toHaveLength(1);
      const [row] = await lab.db
        .select()
        .from(azureApplications)
        .where(eq(azureApplications.id, made.applicationId ?? ""));
      expect(row?.settingsUpdatedAt?.getTime()).toBeGreaterThan(row?.createdAt.getTime() ?? 0);
    },
    CREATION_PATIENCE_MS,
  );
});
