import { describe, expect, test } from "vitest";
import type { Actor } from "@/lib/context";
import { userActor } from "@/lib/testing/factories";
import { ACTIONS, type Action, can, explain, PERMISSIONS } from "./permissions";
import { SECURITY_ROLE_IDS, type SecurityRoleId } from "./security-roles";

/** The permission matrix of the reference, §9, letter by letter. `Y` allowed, `r` read only, `*` scope All. */
const MATRIX = `
| # | Action | FA | IA | OA | SA | RO | AA | AU | AD | Oth |
| 1 | View dashboard, role, mode, component status, connectivity | Y | Y | Y | r | r | r | r | - | - |
| 2 | View logs of the SCP | Y | Y | Y | - | r | - | - | - | - |
| 3 | View updates, history, site servicing status | Y° | r | r | - | r° | - | - | - | - |
| 4 | View features | Y° | r | r | - | r° | - | - | - | - |
| 5 | Change mode online/offline | Y | Y | - | - | - | - | - | - | - |
| 6 | Query component | Y | Y | Y | - | r | - | - | - | - |
| 7 | Stop/start/restart component or SMS_EXECUTIVE | Y | Y | Y | - | - | - | - | - | - |
| 8 | View usage data (table, hashes), export CSV | Y | Y | r | - | r | - | - | - | - |
| 9 | Change usage data level | Y° | Y° | - | - | - | - | - | - | - |
| 10 | Check for updates | Y° | - | - | - | - | - | - | - | - |
| 11 | Download an update | Y | - | - | - | - | - | - | - | - |
| 12 | Run prerequisite check | Y° | - | - | - | - | - | - | - | - |
| 13 | Install update pack (incl. choosing features in the wizard) | Y° | - | - | - | - | - | - | - | - |
| 14 | Retry, Ignore prerequisite warnings (hierarchy or site) | Y° | - | - | - | - | - | - | - | - |
| 15 | Enable a feature after the update | Y*° | - | - | - | - | - | - | - | - |
| 16 | Consent to pre-release features (irreversible) | Y* | - | - | - | - | - | - | - | - |
| 17 | Promote pre-production client | Y*° | - | - | - | - | - | - | - | - |
| 18 | Service windows | Y | Y | - | - | r | - | - | - | - |
| 19 | Update a secondary site | Y | Y° | - | - | r | - | - | - | - |
| 20 | Prepare offline package (usage .cab) | Y | Y | - | - | - | - | - | - | - |
| 21 | Import offline update packs / register out-of-band hotfix | Y | - | - | - | - | - | - | - | - |
| 22 | Reset an update (incl. forced delete) | Y* | - | - | - | - | - | - | - | - |
| 23 | View Azure services, tenants, apps (secrets never shown) | Y | Y | r | - | r | r | - | - | - |
| 24 | Create / edit / delete Azure service: Cloud Management, Store | Y | Y | - | - | - | - | - | - | - |
| 25 | ... Log Analytics connector | Y | Y | - | - | - | - | - | - | - |
| 26 | ... Desktop Analytics | Y° | - | - | - | - | - | - | - | - |
| 27 | Import / create server and client apps | Y | Y | - | - | - | - | - | - | - |
| 28 | Renew secret key | Y | Y | - | - | - | - | - | - | - |
| 29 | Deploy / modify / delete CMG | Y° | Y° | - | - | - | - | - | - | - |
| 30 | Start / stop CMG, connection analyzer, traffic alerts | Y° | Y° | Y | - | r | - | - | - | - |
| 31 | Run Azure AD discovery now (full/delta), edit schedules | Y | Y | - | - | - | - | - | - | - |
| 32 | View discovery results | Y | Y | Y | - | r | r | - | - | - |
| 33 | Sync the Store now | Y | Y | Y | - | - | Y | - | - | - |
| 34 | View Store apps and licences | Y | Y | Y | - | r | r | r | r | - |
| 35 | Create application from a Store app | Y | - | Y | - | - | Y° | Y° | - | - |
| 36 | Desktop Analytics: change collections, levels | Y° | - | - | - | - | - | - | - | - |
| 37 | Desktop Analytics: view connection health | Y | Y | Y | - | r | - | - | - | - |
| 38 | Install / move / remove the SCP role | Y | Y | - | - | - | - | - | - | - |
| 39 | Proxy settings and proxy account | Y | Y | - | - | r (no password) | - | - | - | - |
| 40 | Passive site server, promote | Y | Y | - | - | r | - | - | - | - |
| 41 | Status messages: view | Y | Y | Y | r | r | r | - | - | - |
| 42 | Status messages: delete, reset counts, summarizer thresholds | Y | Y | Y | - | - | - | - | - | - |
| 43 | Alerts: view | Y | Y | Y | r | r | r | - | - | - |
| 44 | Alerts: configure, postpone, comment, subscribe | Y | Y | Y | - | - | - | - | - | - |
| 45 | Management insights: view | Y | Y | Y | r | r | - | - | - | - |
| 46 | Management insights: re-evaluate | Y | Y | Y | - | - | - | - | - | - |
| 47 | Site backup task: run, schedule | Y | Y | - | - | r | - | - | - | - |
| 48 | Manage portal users, role assignments, custom roles | Y° | - | - | Y° | r | - | - | - | - |
| 49 | Read audit log | Y | - | - | Y | r | - | - | - | - |
| 50 | Export audit log | Y | - | - | Y | - | - | - | - | - |
`;

const COLUMNS: Record<string, readonly SecurityRoleId[]> = {
  FA: ["SMS0001R"],
  IA: ["SMS000BR"],
  OA: ["SMS000ER"],
  SA: ["SMS000FR"],
  RO: ["SMS0002R"],
  AA: ["SMS0009R"],
  AU: ["SMS0008R"],
  AD: ["SMS0007R"],
  Oth: ["SMS0004R", "SMS0006R", "SMS000HR", "SMS000GR", "SMS000AR", "SMS0003R", "SMS000CR"],
};

interface MatrixRow {
  row: number;
  title: string;
  marks: [SecurityRoleId, string][];
}

const cells = (line: string) =>
  line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());

function readMatrix(): MatrixRow[] {
  const [header = "", ...lines] = MATRIX.trim().split("\n");
  const columns = cells(header).slice(2);
  return lines.map((line) => {
    const [row, title = "", ...marks] = cells(line);
    return {
      row: Number(row),
      title,
      marks: columns.flatMap((column, i) =>
        (COLUMNS[column] ?? []).map((role): [SecurityRoleId, string] => [role, marks[i] ?? ""]),
      ),
    };
  });
}

/** Reading is what `r` allows. Querying a component changes nothing, so it is reading. */
const isReading = (action: Action) => action.endsWith(".view") || action === "component.query";

const matrix = readMatrix();

test("the matrix has all 50 rows and names each of the 15 built-in roles once per row", () => {
  expect(matrix.map(({ row }) => row)).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
  for (const { marks } of matrix)
    expect(marks.map(([role]) => role).sort()).toEqual([...SECURITY_ROLE_IDS].sort());
});

test("every action belongs to a row of the matrix, to the user's own account or to Setup", () => {
  for (const action of ACTIONS) expect(PERMISSIONS[action].row, action).toBeLessThanOrEqual(50);
  expect(ACTIONS.filter((action) => PERMISSIONS[action].row === 0)).toEqual(["account.manage", "setup.run"]);
});

describe("Setup", () => {
  test("is granted by no security role", () => {
    for (const role of SECURITY_ROLE_IDS) expect(can(userActor(role), "setup.run"), role).toBe(false);
  });

  test("is all that whoever proved the set-up code may do", () => {
    const actor: Actor = { kind: "setup", source: "192.0.2.1" };
    expect(ACTIONS.filter((action) => can(actor, action))).toEqual(["setup.run"]);
  });
});

describe.each(matrix)("row $row: $title", ({ row, marks }) => {
  const actions = ACTIONS.filter((action) => PERMISSIONS[action].row === row);

  test("has its actions, a reading one where some role may only read", () => {
    expect(actions).not.toEqual([]);
    if (marks.some(([, mark]) => mark.startsWith("r"))) expect(actions.some(isReading)).toBe(true);
  });

  test.each(actions)("%s", (action) => {
    for (const [role, mark] of marks) {
      const may = mark.startsWith("Y") || (mark.startsWith("r") && isReading(action));
      expect(can(userActor(role, "SMS00ALL"), action), `${role} with All`).toBe(may);
      const mayWithDefault = may && !mark.includes("*");
      expect(can(userActor(role, "SMS00UNA"), action), `${role} with Default`).toBe(mayWithDefault);
    }
  });
});

describe("explain", () => {
  const withAssignments = (assignments: Extract<Actor, { kind: "user" }>["assignments"]): Actor =>
    ({ ...userActor(), assignments }) as Actor;

  test("names the roles that may when the role is missing", () => {
    expect(explain(userActor("SMS0002R"), "mode.change")).toEqual({
      allowed: false,
      reason: "role",
      rolesThatMay: ["SMS0001R", "SMS000BR"],
    });
  });

  test("tells a missing scope from a missing role", () => {
    expect(explain(userActor("SMS0001R", "SMS00UNA"), "features.enable")).toMatchObject({ reason: "scope" });
    expect(explain(userActor("SMS0001R", "SMS00ALL"), "features.enable")).toEqual({ allowed: true });
  });

  test("does not borrow the scope All of another role", () => {
    const actor = withAssignments([
      { roleId: "SMS0001R", scopeId: "SMS00UNA" },
      { roleId: "SMS0002R", scopeId: "SMS00ALL" },
    ]);
    expect(explain(actor, "updates.reset")).toMatchObject({ allowed: false, reason: "scope" });
  });

  test("a user without any role may only manage the own account", () => {
    expect(ACTIONS.filter((action) => can(withAssignments([]), action))).toEqual(["account.manage"]);
  });
});
