import { z } from "zod";

/** What asking for it needs, without what does it. */
export const CHECK_REQUIREMENTS = { kind: "check-requirements", input: z.object({}) };
