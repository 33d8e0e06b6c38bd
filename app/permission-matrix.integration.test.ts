import { globSync } from "node:fs";
import path from "node:path";
import { and, eq } from "drizzle-orm";
import superjson from "superjson";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { openSession } from "@/lib/access/open-session";
import { can, PERMISSIONS } from "@/lib/access/permissions";
import { SECURITY_ROLE_IDS, SECURITY_ROLES } from "@/lib/access/security-roles";
import { systemClock } from "@/lib/clock";
import type { Actor, RoleAssignment } from "@/lib/context";
import { auditMessages } from "@/lib/db/schema";
import type { Result } from "@/lib/result";
import { createUser, type TestUser } from "@/lib/testing/accounts";
import { testDatabase } from "@/lib/testing/database";
import { userActor } from "@/lib/testing/factories";
import type { UseCase } from "@/lib/use-case";

/**
 * Who may do what, asked through the doors themselves: every server action, every live query and every
 * download, for every built-in security role. Only the cookie is replaced; session, rights and audit are rows in the database.
 */

const { db, connectionString } = await testDatabase();
process.env.DATABASE_URL = connectionString;
process.env.SCP_SESSION_SECRET = "only-for-the-permission-matrix-test";

const browser = vi.hoisted(() => ({ sessionId: null as string | null, ran: [] as unknown[] }));

vi.mock("@/app/_server/session-id", () => ({ sessionIdOfRequest: async () => browser.sessionId }));
vi.mock("next/headers", () => ({
  cookies: async () => ({ get: () => undefined, set: () => {} }),
  headers: async () => new Headers(),
}));
vi.mock("next/cache", () => ({ revalidatePath: () => {}, revalidateTag: () => {}, updateTag: () => {} }));
vi.mock("@/app/_server/run-use-case", async (importOriginal) => {
  const original = await importOriginal<typeof import("./_server/run-use-case")>();
  const noted =
    <Run extends typeof original.runUseCase>(run: Run) =>
    (operation: UseCase<unknown, string>, input: unknown) => {
      browser.ran.push(operation);
      return run(operation, input);
    };
  return { runUseCase: noted(original.runUseCase), refreshUseCase: noted(original.refreshUseCase) };
});

const { database } = await import("./_server/database");
const { QUERIES } = await import("./_server/queries");
const queryRoute = await import("./api/query/[name]/route");
const offlineRequestRoute = await import("./api/offline/requests/[requestId]/route");
const endpointsRoute = await import("./api/endpoints/route");
const usageDataRoute = await import("./api/usage-data/[runId]/route");
afterAll(() => database().close());

interface Subject {
  title: string;
  assignments: readonly RoleAssignment[];
}

const SUBJECTS: Subject[] = [
  ...SECURITY_ROLE_IDS.map((roleId) => ({
    title: SECURITY_ROLES[roleId],
    assignments: [{ roleId, scopeId: "SMS00ALL" as const }],
  })),
  {
    title: "Full Administrator with Default only",
    assignments: [{ roleId: "SMS0001R", scopeId: "SMS00UNA" }],
  },
  { title: "a user without roles", assignments: [] },
];

const subjectUsers = new Map<Subject, TestUser>();
beforeAll(async () => {
  for (const subject of SUBJECTS) subjectUsers.set(subject, await createUser(db, subject));
});
beforeEach(() => {
  browser.sessionId = null;
  browser.ran = [];
});

/** The browser of `subject`, freshly signed in: an earlier call may have ended its session. */
async function signIn(subject: Subject): Promise<TestUser> {
  const user = subjectUsers.get(subject);
  if (!user) throw new Error(`No user for ${subject.title}`);
  browser.sessionId = await openSession(
    { db, clock: systemClock, correlationId: "sign-in" },
    { userId: user.id, source: "192.0.2.1", userAgent: "vitest" },
  );
  return user;
}

/** Before there is an account nobody can have a role: what is behind these doors has a gate of its own. */
const SETUP_FOLDER = "(auth)/setup";

type Door = (input: unknown) => Promise<Result<unknown>>;

/** Every exported function of every `actions.ts`, by `folder: name`. */
async function serverActions(): Promise<[string, Door][]> {
  const files = globSync("**/actions.ts", { cwd: import.meta.dirname }).sort();
  const modules = await Promise.all(
    files.map(
      async (file): Promise<[string, Record<string, unknown>]> => [
        path.dirname(file),
        await import(path.join(import.meta.dirname, file)),
      ],
    ),
  );
  return modules.flatMap(([folder, exported]) =>
    Object.entries(exported).map(([name, action]): [string, Door] => {
      if (typeof action !== "function") throw new Error(`${folder}: ${name} is not a server action`);
      return [`${folder}: ${name}`, action as Door];
    }),
  );
}

const liveQueries = Object.keys(QUERIES).map((name): [string, Door] => [
  `query ${name}`,
  async () => {
    const request = new Request(`http://localhost/api/query/${name}?input=%7B%7D`);
    const response = await queryRoute.GET(request, { params: Promise.resolve({ name }) });
    return superjson.parse<Result<unknown>>(await response.text());
  },
]);

/** Route handlers that give out files. */
const downloads: [string, Door][] = [
  [
    "download of the allow list",
    async () => {
      const response = await endpointsRoute.GET(new Request("http://localhost/api/endpoints?format=none"));
      return (await response.json()) as Result<unknown>;
    },
  ],
  [
    "download of usage data",
    async () => {
      const request = new Request("http://localhost/api/usage-data/none?format=csv");
      const response = await usageDataRoute.GET(request, { params: Promise.resolve({ runId: "none" }) });
      return (await response.json()) as Result<unknown>;
    },
  ],
  [
    "download of a prepared request",
    async () => {
      const request = new Request("http://localhost/api/offline/requests/none");
      const params = Promise.resolve({ requestId: "none" });
      return (await (await offlineRequestRoute.GET(request, { params })).json()) as Result<unknown>;
    },
  ],
];

const ofSetup = ([title]: [string, Door]) => title.startsWith(`${SETUP_FOLDER}: `);
const allActions = await serverActions();
const actions = allActions.filter((action) => !ofSetup(action));
const setupActions = allActions.filter(ofSetup);

test("there are server actions and live queries to ask", () => {
  expect(actions.length).toBeGreaterThan(0);
  expect(setupActions.length).toBeGreaterThan(0);
  expect(liveQueries.length).toBeGreaterThan(0);
});

describe.each([...actions, ...liveQueries, ...downloads])("%s", (_, door) => {
  /** The one use case behind the door, as a visitor with every right finds it. */
  async function behindDoor(): Promise<UseCase<unknown, string>> {
    const [fullAdministrator] = SUBJECTS;
    if (fullAdministrator) await signIn(fullAdministrator);
    browser.ran = [];
    await door({});
    expect(browser.ran, "runs exactly one use case").toHaveLength(1);
    return browser.ran[0] as UseCase<unknown, string>;
  }

  test("asks for a permission of the table", async () => {
    expect(Object.keys(PERMISSIONS)).toContain((await behindDoor()).action);
  });

  test("is closed to a visitor who is not signed in", async () => {
    expect(await door({})).toMatchObject({ ok: false, code: "unauthenticated" });
  });

  test.each(SUBJECTS)("$title", async (subject) => {
    const { action, useCaseName } = await behindDoor();
    const allowed = can({ ...userActor(), assignments: subject.assignments } as Actor, action);
    const user = await signIn(subject);
    const refusalsBefore = await refusalsOf(user, action, useCaseName);
    const result = await door({});
    const code = result.ok ? "ok" : result.code;
    expect(code).not.toBe("internal-error");
    expect(code === "forbidden", `${action} answered ${code}`).toBe(!allowed);
    expect((await refusalsOf(user, action, useCaseName)) - refusalsBefore).toBe(allowed ? 0 : 1);
  });
});

describe.each(setupActions)("%s", (_, door) => {
  test("is closed to a visitor once there are accounts", async () => {
    expect(await door({ code: "any" })).toMatchObject({ ok: false, code: "setup-done" });
  });

  test.each(SUBJECTS)("is closed to $title", async (subject) => {
    await signIn(subject);
    expect(await door({ code: "any" })).toMatchObject({ ok: false, code: "setup-done" });
  });
});

/** How often the audit trail says that `user` was refused this use case. */
async function refusalsOf(user: TestUser, action: string, useCaseName: string): Promise<number> {
  const rows = await db
    .select({ strings: auditMessages.strings })
    .from(auditMessages)
    .where(
      and(
        eq(auditMessages.userId, user.id),
        eq(auditMessages.action, action),
        eq(auditMessages.allowed, false),
      ),
    );
  return rows.filter(({ strings }) => strings.includes(useCaseName)).length;
}
