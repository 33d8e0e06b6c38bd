import { describe, expect, it } from "vitest";
import { newestToDownload, type PackageOnOffer } from "./newest-to-download";
import { UPDATE_STATE } from "./state-machine";

const EARLIER = new Date("2020-04-20T08:00:00Z");
const NOW = new Date("2020-04-20T09:00:00Z");
const RELEASED = new Date("2020-04-01T00:00:00Z");

const pack = (packageGuid: string, overrides: Partial<PackageOnOffer> = {}): PackageOnOffer => ({
  packageGuid,
  fullVersion: "5.00.8853.1020",
  dateReleased: RELEASED,
  state: UPDATE_STATE.APPLICABILITY_SUCCESS,
  applicabilityCheckedAt: NOW,
  wasDownloaded: false,
  ...overrides,
});
const rollup = pack("rollup");
const version = (overrides: Partial<PackageOnOffer> = {}) =>
  pack("version", { fullVersion: "5.00.8913.1000", ...overrides });

describe("the package that is downloaded by itself", () => {
  it("is the newest applicable one, of two alike the one released last", () => {
    expect(newestToDownload([rollup, version()])).toBe("version");
    const later = pack("later", { dateReleased: new Date("2020-04-02T00:00:00Z") });
    expect(newestToDownload([rollup, later])).toBe("later");
    expect(newestToDownload([])).toBeNull();
  });

  it("is none when the newest was asked for before, or is under way", () => {
    expect(newestToDownload([rollup, version({ wasDownloaded: true })])).toBeNull();
    expect(newestToDownload([rollup, version({ state: UPDATE_STATE.DOWNLOAD_IN_PROGRESS })])).toBeNull();
  });

  it.each([
    "APPLICABILITY_CHECKING",
    "APPLICABILITY_NA",
    "APPLICABILITY_HIDE",
    "APPLICABILITY_FAILED",
  ] as const)("is not known while another one is still to be judged anew: %s", (name) => {
    const state = UPDATE_STATE[name];
    expect(newestToDownload([rollup, version({ state, applicabilityCheckedAt: EARLIER })])).toBeNull();
    expect(newestToDownload([rollup, version({ state, applicabilityCheckedAt: null })])).toBeNull();
    expect(newestToDownload([rollup, version({ state })])).toBe("rollup");
  });

  it("does not wait for one whose download was canceled since", () => {
    const canceled = pack("canceled", { wasDownloaded: true, applicabilityCheckedAt: EARLIER });
    expect(newestToDownload([canceled, version()])).toBe("version");
  });
});
