import { describe, expect, it } from "vitest";
import { EventHub } from "./event-hub";

const never = new AbortController().signal;

describe("waiting for events", () => {
  it("sees an event that was announced between two waits, once", async () => {
    const hub = new EventHub();
    const subscription = hub.subscribe();
    hub.announce("updates");
    hub.announce("updates");
    expect(await subscription.wait(["updates"], 10, never)).toBe("event");
    expect(await subscription.wait(["updates"], 10, never)).toBe("timeout");
  });

  it("keeps events of other topics for later", async () => {
    const hub = new EventHub();
    const subscription = hub.subscribe();
    hub.announce("role");
    expect(await subscription.wait(["updates"], 10, never)).toBe("timeout");
    expect(await subscription.wait(["role"], 10, never)).toBe("event");
  });

  it("wakes everybody when nobody knows what was missed", async () => {
    const hub = new EventHub();
    const waiting = hub.subscribe().wait(["updates"], 1_000, never);
    hub.announceAll();
    expect(await waiting).toBe("event");
  });

  it("wakes each of two who wait at the same time by what it waits for", async () => {
    const hub = new EventHub();
    const subscription = hub.subscribe();
    const listening = subscription.wait(["updates"], 5_000, never);
    expect(await subscription.wait([], 10, never)).toBe("timeout");
    const pausing = subscription.wait([], 50, never);
    hub.announceAll();
    expect(await listening).toBe("event");
    expect(await pausing).toBe("timeout");
    const again = subscription.wait(["role"], 5_000, never);
    const other = subscription.wait(["updates"], 5_000, never);
    hub.announce("updates");
    hub.announce("role");
    expect(await Promise.all([again, other])).toEqual(["event", "event"]);
  });

  it("ends at once when the thread must stop", async () => {
    const stop = new AbortController();
    const waiting = new EventHub().subscribe().wait([], 60_000, stop.signal);
    stop.abort();
    expect(await waiting).toBe("stopped");
  });
});
