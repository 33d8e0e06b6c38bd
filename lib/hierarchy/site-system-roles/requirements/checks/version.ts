import { findMisfit } from "@/lib/executive/find-misfit";
import { PRODUCT_VERSION } from "@/lib/product-version";
import { failed, passed, type Requirement } from "../model";

export const version: Requirement = {
  id: "version",
  severity: "error",
  async run({ db }) {
    const misfit = await findMisfit(db);
    return misfit ? failed({ own: misfit.own, database: misfit.database }) : passed({ own: PRODUCT_VERSION });
  },
};
