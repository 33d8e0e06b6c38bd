import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { askAgain } from "./ask-again";

/** A query on screen whose answers a test gives, in the order they were asked for. */
function watched() {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const asked: ((answer: string) => void)[] = [];
  const observer = new QueryObserver(client, {
    queryKey: ["live", "getOperation"],
    queryFn: () => new Promise<string>((resolve) => asked.push(resolve)),
  });
  const leave = observer.subscribe(() => {});
  return { client, asked, leave, shown: () => observer.getCurrentResult().data };
}

test("what changes while the first answer is on its way is asked for once more", async () => {
  const { client, asked, leave, shown } = watched();
  const again = askAgain(client, ["live", "getOperation"]);
  asked[0]?.("running");
  await expect.poll(() => asked.length).toBe(2);
  asked[1]?.("complete");
  await again;
  expect(shown()).toBe("complete");
  leave();
});

test("what changes while a later answer is on its way is asked for once more", async () => {
  const { client, asked, leave, shown } = watched();
  asked[0]?.("waiting");
  await expect.poll(shown).toBe("waiting");
  const first = askAgain(client, ["live", "getOperation"]);
  const second = askAgain(client, ["live", "getOperation"]);
  await expect.poll(() => asked.length).toBe(3);
  asked[1]?.("running");
  asked[2]?.("complete");
  await Promise.all([first, second]);
  expect(shown()).toBe("complete");
  leave();
});
