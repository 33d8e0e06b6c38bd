import { describe, expect, it } from "vitest";
import { AzureError } from "@/lib/azure/azure-error";
import { patiently } from "./patiently";

const patience = { forMs: 10_000, firstMs: 1_000, longestMs: 4_000, codes: ["secret-wrong"] };

/** Refuses as often as told, then answers. */
function refusing(times: number, code: "secret-wrong" | "secret-expired" = "secret-wrong") {
  const waits: number[] = [];
  let asked = 0;
  const stop = new AbortController();
  const wait = async (_: unknown, ms: number) => {
    waits.push(ms);
    return "timeout" as const;
  };
  const ask = async () => {
    if (asked++ < times) throw new AzureError(code, {});
    return "answer";
  };
  const begin = () => patiently({ thread: { wait }, signal: stop.signal }, patience, ask);
  return { waits, stop, begin, asked: () => asked };
}

describe("what Azure may not know yet", () => {
  it("is asked for again at growing intervals, which are never quite the same", async () => {
    const { begin, waits } = refusing(3);
    expect(await begin()).toBe("answer");
    expect(waits).toHaveLength(3);
    for (const [at, ms] of waits.entries()) {
      expect(ms).toBeGreaterThanOrEqual(500 * 2 ** at);
      expect(ms).toBeLessThanOrEqual(1_000 * 2 ** at);
    }
  });

  it("fails in the end, with Azure's own reason", async () => {
    const { begin, waits } = refusing(1_000);
    await expect(begin()).rejects.toMatchObject({ code: "secret-wrong" });
    expect(waits.reduce((all, ms) => all + ms, 0)).toBeLessThan(14_000);
  });

  it("is not waited for when the reason is another", async () => {
    const { begin, asked } = refusing(1, "secret-expired");
    await expect(begin()).rejects.toMatchObject({ code: "secret-expired" });
    expect(asked()).toBe(1);
  });

  it("is given up when somebody undoes the operation", async () => {
    const { begin, stop } = refusing(1_000);
    stop.abort(new Error("undone"));
    await expect(begin()).rejects.toThrow("undone");
  });
});
