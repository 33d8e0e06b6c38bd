import { Minute } from "@/lib/clock";
import { measureClockSkew } from "@/lib/executive/executive-row";
import { failed, passed, type Requirement, unknown } from "../model";

/** As Kerberos allows; tokens and certificates are refused by others far beyond it. */
const ALLOWED_MS = 5 * Minute.ms;

export const clockSkew: Requirement = {
  id: "clock-skew",
  severity: "error",
  async run({ db, clock }) {
    const skewMs = await measureClockSkew(db, clock);
    if (skewMs === null) return unknown();
    const params = { seconds: Math.round(Math.abs(skewMs) / 1000), allowedSeconds: ALLOWED_MS / 1000 };
    return Math.abs(skewMs) > ALLOWED_MS ? failed(params) : passed(params);
  },
};
