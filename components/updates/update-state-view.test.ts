import { expect, test } from "vitest";
import { UPDATE_STATE } from "@/lib/updates/state-machine";
import { impactsOf } from "./impact";
import { updateStateView } from "./update-state-view";

test("a state is shown with the console's words, the product's name and the number both ways", () => {
  expect(updateStateView(262146)).toMatchObject({
    key: "ready-to-install",
    name: "DOWNLOAD_SUCCESS",
    numeric: "262146 (0x00040002)",
    tone: "success",
    busy: false,
  });
});

test("states that pass on their own turn", () => {
  expect(updateStateView(UPDATE_STATE.DOWNLOAD_IN_PROGRESS).busy).toBe(true);
  expect(updateStateView(UPDATE_STATE.APPLICABILITY_SUCCESS).busy).toBe(false);
});

test("a number the product does not know is being evaluated and keeps its number", () => {
  expect(updateStateView(4711)).toMatchObject({
    key: "being-evaluated",
    name: null,
    numeric: "4711 (0x00001267)",
  });
});

test("impact bits are read one by one", () => {
  expect(impactsOf(0)).toEqual([]);
  expect(impactsOf(0x01 | 0x04 | 0x10)).toEqual(["siteServer", "client", "bugFixes"]);
  expect(impactsOf(0x1f)).toHaveLength(5);
});
