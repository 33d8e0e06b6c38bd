import { describe, expect, it } from "vitest";
import { createClientApplication } from "@/lib/azure-services/applications/create-client-application";
import { createServerApplication } from "@/lib/azure-services/applications/create-server-application";
import { azureApplications, azureTenants } from "@/lib/db/schema";
import { sampleApp } from "../testing/azure-lab";
import { succeeded } from "../testing/connected-product";
import { CREATION_PATIENCE_MS, creationLab } from "../testing/creation-lab";
import type { Fate } from "../testing/watched-routes";

const lab = await creationLab();

/** A web app of the lab's that the product knows already, for native apps to act at. */
async function knownServer(): Promise<string> {
  const made = { createdAt: new Date(), createdBy: "anna" };
  const [tenant] = await lab.db
    .insert(azureTenants)
    .values({
      ...made,
      environmentId: lab.product.environmentId,
      tenantId: lab.contoso().id,
      name: "Contoso",
    })
    .returning();
  const { clientId, appIdUri } = sampleApp(lab.azure.accounts, "Contoso", "ConfigMgr Server App");
  const server = { kind: "server", name: "Server", clientId, appIdUri, origin: "imported" } as const;
  const [row] = await lab.db
    .insert(azureApplications)
    .values({ ...made, ...server, tenant: tenant?.id ?? "" })
    .returning();
  return row?.id ?? "";
}

const CREATIONS = {
  "a web app": {
    begin: async (signInId: string) => createServerApplication(lab.product.ctx, lab.orderOf(signInId)),
    expectOne: lab.expectOneApp,
  },
  "a native app": {
    begin: async (signInId: string) =>
      createClientApplication(lab.product.ctx, {
        signInId,
        serverApplicationId: await knownServer(),
        name: "Made here",
        replyUrl: "https://ConfigMgrService",
      }),
    expectOne: async () => {
      const [app, ...others] = lab.madeApps();
      expect(others).toEqual([]);
      expect(app?.publicClient.redirectUris).toHaveLength(2);
      expect(await lab.listed("client")).toMatchObject([{ clientId: app?.appId, consent: "granted" }]);
    },
  },
};

describe.each(Object.entries(CREATIONS))(
  "whatever happens to a request of the creation of %s",
  (_, creation) => {
    /** @param fate of each request from the first after the sign-in on, by its number */
    async function create(fate: (asked: number, what: string) => Fate): Promise<string> {
      const signInId = await lab.signedIn();
      let asked = 0;
      lab.decide((what) => fate(asked++, what));
      return succeeded(await creation.begin(signInId)).operationId;
    }

    /** Every request that an undisturbed creation sends to Graph. */
    async function requestsOfCreation(): Promise<string[]> {
      const requests: string[] = [];
      const operationId = await create((_asked, what) => {
        requests.push(what);
        return "answer";
      });
      expect((await lab.product.finished(operationId)).state).toBe("complete");
      expect(requests).toContainEqual(expect.stringMatching(/^GET /));
      expect(requests).toContainEqual(expect.stringMatching(/^(POST|PATCH) /));
      return requests;
    }

    it(
      "refused, the creation stops there; given up, nothing is left in Azure",
      async () => {
        for (const [refused, what] of (await requestsOfCreation()).entries()) {
          await lab.afresh();
          const operationId = await create((asked) => (asked === refused ? "refuse" : "answer"));
          expect((await lab.product.finished(operationId)).state, what).toBe("stopped");
          expect(await lab.undone(operationId), what).toMatchObject({ leftovers: [] });
          expect(lab.contoso(), what).toEqual(lab.untouched);
          expect(lab.madeApps()).toEqual([]);
        }
      },
      CREATION_PATIENCE_MS,
    );

    it.each(["drop-before", "drop-after"] as const)(
      "the executive killed with it (%s its effect), it goes on: there is one app",
      async (fate) => {
        for (const [killedAt, what] of (await requestsOfCreation()).entries()) {
          if (what.startsWith("GET ")) continue;
          await lab.afresh();
          let killed: Promise<void> | null = null;
          const operationId = await create((asked) => {
            if (asked !== killedAt) return killed ? "drop-before" : "answer";
            killed = lab.product.kill();
            return fate;
          });
          await lab.product.until(async () => killed !== null);
          await killed;
          lab.decide(() => "answer");
          await lab.product.begin();
          expect(await lab.goneOnWith(operationId), what).toBe("complete");
          await creation.expectOne();
        }
      },
      CREATION_PATIENCE_MS,
    );
  },
);
