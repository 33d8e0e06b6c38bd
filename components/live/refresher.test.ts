import { expect, test } from "vitest";
import { Refresher } from "./refresher";

function slowRefresh() {
  const calls: { name: string; finish: () => void }[] = [];
  const refresh = (name: string) =>
    new Promise<void>((resolve) => calls.push({ name, finish: () => resolve() }));
  return { calls, refresh };
}

test("a burst of changes during a refresh leads to exactly one more", async () => {
  const { calls, refresh } = slowRefresh();
  const refresher = new Refresher(refresh);
  const all = refresher.changed("listUpdates");
  for (let i = 0; i < 10; i++) refresher.changed("listUpdates");
  expect(calls).toHaveLength(1);
  calls[0]?.finish();
  await expect.poll(() => calls.length).toBe(2);
  calls[1]?.finish();
  await all;
  expect(calls).toHaveLength(2);
});

test("two names do not wait for each other", () => {
  const { calls, refresh } = slowRefresh();
  const refresher = new Refresher(refresh);
  refresher.changed("listUpdates");
  refresher.changed("listAlerts");
  expect(calls.map((call) => call.name)).toEqual(["listUpdates", "listAlerts"]);
});

test("a failed refresh does not block the next one", async () => {
  let fails = true;
  const refresher = new Refresher(async () => {
    if (fails) throw new Error("lost");
  });
  await expect(refresher.changed("listAlerts")).rejects.toThrow("lost");
  fails = false;
  await refresher.changed("listAlerts");
});
