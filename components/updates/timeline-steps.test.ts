import { expect, test } from "vitest";
import { timelineSteps } from "./timeline-steps";

const event = (code: string, id: number) => ({ id, code, time: new Date(id), params: {}, actor: "" });

test("files verified one after the other are told once, with the time of the last", () => {
  const codes = ["download-started", "file-verified", "file-verified", "file-refused", "file-verified"];
  const steps = timelineSteps(codes.map(event));
  expect(steps.map(({ event: { code, id }, count }) => [code, id, count])).toEqual([
    ["file-verified", 4, 1],
    ["file-refused", 3, 1],
    ["file-verified", 2, 2],
    ["download-started", 0, 1],
  ]);
});
