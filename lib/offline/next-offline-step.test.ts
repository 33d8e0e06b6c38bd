import { expect, it } from "vitest";
import { Day } from "@/lib/clock";
import en from "@/lib/i18n/messages/en/offline.json";
import { nextOfflineStep, type OfflineFacts, STALE_AFTER_DAYS } from "./next-offline-step";

const now = new Date("2020-04-20T08:00:00Z");
const daysAgo = (days: number) => new Date(now.getTime() - days * Day.ms);
const prepared = { state: "prepared", answeredAt: null } as const;
const offline: OfflineFacts = {
  runningMode: "offline",
  configuredMode: "offline",
  request: null,
  import: null,
  answerFound: false,
  lastRoundTripAt: null,
  now,
};

it.each<[string, Partial<OfflineFacts>, string]>([
  ["online nothing is carried", { runningMode: "online", configuredMode: "online" }, "online"],
  ["a changed mode waits for a restart", { runningMode: "online" }, "restart"],
  ["without its thread nobody works", { runningMode: null }, "start-thread"],
  ["the first thing is a request", {}, "prepare"],
  ["a request is prepared by the thread", { request: { ...prepared, state: "waiting" } }, "preparing"],
  ["one that failed is asked for again", { request: { ...prepared, state: "failed" } }, "prepare-again"],
  ["a prepared one is carried", { request: prepared }, "carry"],
  ["an answer that lies there comes before", { request: prepared, answerFound: true }, "import"],
  ["an upload is finished first", { import: { state: "uploading", error: false } }, "finish-upload"],
  ["what was examined needs a decision", { import: { state: "examined", error: false } }, "decide"],
  ["an import goes on by itself", { import: { state: "importing", error: false } }, "importing"],
  ["unless its medium is gone", { import: { state: "importing", error: true } }, "medium-missing"],
  ["after a round trip all is current", { lastRoundTripAt: daysAgo(STALE_AFTER_DAYS) }, "current"],
  ["until it is long ago", { lastRoundTripAt: daysAgo(STALE_AFTER_DAYS + 1) }, "stale"],
  [
    "an answered request is not carried again",
    { request: { ...prepared, answeredAt: daysAgo(1) }, lastRoundTripAt: daysAgo(1) },
    "current",
  ],
])("%s", (_rule, facts, step) => {
  expect(nextOfflineStep({ ...offline, ...facts })).toBe(step);
  expect(en.nextStep).toHaveProperty([step]);
});
