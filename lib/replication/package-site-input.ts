import { z } from "zod";
import { packageInput } from "../updates/package-input";

/** A package, at one site or at all. */
export const packageSiteInput = packageInput.extend({
  siteCode: z
    .string()
    .regex(/^[A-Z0-9]{3}$/)
    .optional(),
});
