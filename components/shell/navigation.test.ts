import { describe, expect, test } from "vitest";
import { can } from "@/lib/access/permissions";
import { userActor } from "@/lib/testing/factories";
import { currentNode, visibleNavigation } from "./navigation";

const nodesOf = (role: Parameters<typeof userActor>[0]) =>
  visibleNavigation((action) => can(userActor(role), action)).flatMap((group) =>
    group.items.map((item) => item.href),
  );

describe("visibleNavigation", () => {
  test("shows a Full Administrator everything", () => {
    expect(nodesOf("SMS0001R")).toContain("/updates");
    expect(nodesOf("SMS0001R")).toContain("/components/service-manager");
  });
  test("hides Updates and Servicing from a Security Administrator, who has no right to read update packages", () => {
    expect(nodesOf("SMS000FR")).not.toContain("/updates");
    expect(nodesOf("SMS000FR")).toContain("/service-connection-point");
  });
  test("leaves an Asset Manager nothing but help", () => {
    expect(nodesOf("SMS0004R")).toEqual(["/help"]);
  });
});

describe("currentNode", () => {
  test.each([
    ["/", "/"],
    ["/updates/0f1e", "/updates"],
    ["/updates/flow", "/updates/flow"],
    ["/components", "/components"],
    ["/components/service-manager", "/components/service-manager"],
    ["/account", undefined],
  ])("%s belongs to %s", (path, node) => {
    expect(currentNode(path)).toBe(node);
  });
});
