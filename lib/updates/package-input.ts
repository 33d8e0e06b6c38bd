import { z } from "zod";

/** Names one package, as every command and query about one does. */
export const packageInput = z.object({ packageGuid: z.guid().toLowerCase() });
