import { randomUUID } from "node:crypto";
import type { Azure } from "@/lib/azure/azure";
import { openAzureHttp } from "@/lib/azure/azure-http";
import { aadsts, accessToken, fakeAzure, json, TENANT } from "@/lib/azure/testing/fake-azure";
import { refused } from "@/lib/azure/testing/graph-of";
import type { Scripted, Sent } from "@/lib/azure/testing/scripted-wire";
import { APP } from "@/lib/azure/testing/test-session";
import { ThrottleBudget } from "@/lib/azure/throttle-budget";
import type { Waiting } from "@/lib/azure/waiting";

export const OBJECT_ID = "aaaaaaaa-0000-4000-8000-000000000001";
const OWNER = {
  id: "aaaaaaaa-0000-4000-8000-000000000002",
  displayName: "Otto",
  userPrincipalName: "otto@contoso.com",
};
const GRACE = {
  id: "aaaaaaaa-0000-4000-8000-000000000003",
  displayName: "Grace",
  userPrincipalName: "grace@contoso.com",
};

interface FakePassword {
  keyId: string;
  displayName: string;
  startDateTime: string;
  endDateTime: string;
  secretText: string;
}

/** What goes wrong with a request: before Azure does it, or with the answer after it did. */
export interface Spoiled {
  before?(): Scripted | Promise<Scripted>;
  after?(): Scripted | Promise<Scripted>;
}

/** One app registration with its secret keys and the token endpoint, as far as a renewal asks for them. */
export class FakeDirectory {
  passwords: FakePassword[] = [];
  /** Method and path of every request, in their order. */
  asked: string[] = [];
  /** Token requests that do not know a new key yet. */
  slowTokens = 0;
  mayAddPasswords = true;
  /** Decides what goes wrong with a request. */
  spoil: (what: string, index: number) => Spoiled | null = () => null;

  addPassword(displayName: string, secretText = `${randomUUID()}~secret`): FakePassword {
    const password = {
      keyId: randomUUID(),
      displayName,
      startDateTime: "2020-04-20T08:00:00Z",
      endDateTime: "2021-04-20T08:00:00Z",
      secretText,
    };
    this.passwords.push(password);
    return password;
  }

  knows(secretText: string): boolean {
    return this.passwords.some((password) => password.secretText === secretText);
  }

  open(): Azure {
    const { environment, wire } = fakeAzure(() => undefined);
    const send: typeof wire.send = async (method, url, request = {}) => {
      const what = `${method} ${new URL(url).pathname}`;
      if (what.includes("openid-configuration")) return wire.send(method, url, request);
      const spoiled = this.spoil(what, this.asked.push(what) - 1);
      const early = await spoiled?.before?.();
      const done = early ?? this.answer(what, { method, url, ...request });
      const scripted = early ? early : ((await spoiled?.after?.()) ?? done);
      return fakeAzure(() => scripted).wire.send(method, url, request);
    };
    const waiting = noWaiting();
    const http = openAzureHttp({ environment, wire: { send }, budget: new ThrottleBudget(waiting), waiting });
    return { environment, http, close: async () => {} };
  }

  private answer(what: string, sent: Sent): Scripted {
    const body = Buffer.from(sent.body ?? "").toString();
    if (what.endsWith("/oauth2/v2.0/token")) return this.token(new URLSearchParams(body));
    if (what === "GET /graph/v1.0/applications")
      return json({ value: [{ id: OBJECT_ID, appId: APP, displayName: "App", identifierUris: [] }] });
    if (what.endsWith("/owners")) return json({ value: [OWNER] });
    if (what.endsWith("/members")) return json({ value: what.includes("62e90394") ? [GRACE] : [] });
    if (what === `GET /graph/v1.0/applications/${OBJECT_ID}`)
      return json({ passwordCredentials: this.passwords.map(({ secretText: _, ...told }) => told) });
    if (what.endsWith("/addPassword")) {
      if (!this.mayAddPasswords) return refused("Authorization_RequestDenied", 403);
      return json(this.addPassword(JSON.parse(body).passwordCredential.displayName));
    }
    if (what.endsWith("/removePassword")) {
      const { keyId } = JSON.parse(body);
      if (!this.passwords.some((password) => password.keyId === keyId))
        return refused("Request_BadRequest", 400);
      this.passwords = this.passwords.filter((password) => password.keyId !== keyId);
      return { status: 204 };
    }
    throw new Error(`nobody answers ${what}`);
  }

  private token(form: URLSearchParams): Scripted {
    const secret = form.get("client_secret") ?? "";
    const isNewest = this.passwords.at(-1)?.secretText === secret;
    if (!this.knows(secret) || (isNewest && this.slowTokens-- > 0))
      return aadsts(7000215, "invalid_client", "Invalid client secret provided.");
    return accessToken(unsignedToken());
  }
}

/** For whoever reads the roles in it. */
function unsignedToken(): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
  return `${encode({ alg: "none" })}.${encode({ tid: TENANT, roles: [] })}.`;
}

/** Time passes by itself, so that nothing is waited for. */
function noWaiting(): Waiting {
  let now = Date.now();
  return {
    now: () => new Date(now),
    random: () => 0.5,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      now += ms;
    },
  };
}
