import { z } from "zod";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { siteCodeInput } from "./service-window-input";
import { readServiceWindows, serviceWindowAt } from "./service-windows";

/** The service windows of a site and whether they let it install now. */
export const listServiceWindows = defineQuery({
  name: "list-service-windows",
  action: "service-windows.view",
  input: z.object({ siteCode: siteCodeInput }),
  async run(ctx, { siteCode }) {
    const windows = await readServiceWindows(ctx.db, siteCode);
    return ok({ windows, now: serviceWindowAt(windows, ctx.clock.now()) });
  },
});
