import { describe, expect, it } from "vitest";
import { byFeature, type Endpoint, filterEndpoints, stateOf } from "./endpoint-rows";

const RESULT = {
  outcome: "ok",
  code: "ok",
  params: {},
  durationMs: 1,
  at: new Date(),
  since: new Date(),
  history: [],
} as const;

const endpoint = (changed: Partial<Endpoint>): Endpoint => ({
  id: "https://download.microsoft.com:443/",
  feature: "updates",
  host: "download.microsoft.com",
  scheme: "https",
  ports: "443",
  path: "/",
  requiredBy: ["scp"],
  since: null,
  until: null,
  purpose: "download",
  environment: null,
  testable: true,
  needed: false,
  result: null,
  ...changed,
});

const failed = endpoint({
  id: "https://b/",
  needed: true,
  result: { ...RESULT, layers: [], history: [], outcome: "failed", code: "dns-failed" },
});
const pattern = endpoint({
  id: "https://*.x:443",
  testable: false,
  requiredBy: ["client"],
  feature: "office",
});

describe("an endpoint", () => {
  it("is elsewhere when only others need it, untested before the first test", () => {
    expect([pattern, endpoint({}), failed].map(stateOf)).toEqual(["elsewhere", "untested", "failed"]);
  });

  it.each([
    [{ state: "needed" }, [failed]],
    [{ state: "failed" }, [failed]],
    [{ party: "client" }, [pattern]],
    [{ search: "DNS-failed b" }, [failed]],
    [{ search: "nothing like it" }, []],
  ])("is found by %o", (filter, found) => {
    const all = [endpoint({}), pattern, failed];
    expect(filterEndpoints(all, { search: "", state: "", party: "", ...filter })).toEqual(found);
  });

  it("stands with its feature: what is missed first, and features that are needed first", () => {
    const groups = byFeature([pattern, endpoint({}), failed]);
    expect(groups.map(({ feature, failed: missed }) => [feature, missed])).toEqual([
      ["updates", 1],
      ["office", 0],
    ]);
    expect(groups[0]?.endpoints[0]).toBe(failed);
  });
});
