import { z } from "zod";
import { ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { compareDocuments } from "./compare-documents";
import { findDocument } from "./find-document";
import { readDocument } from "./read-document";

/** What differs between the documents of two collections. */
export const compareUsageDataRuns = defineQuery({
  name: "compare-usage-data-runs",
  action: "usage-data.view",
  input: z.object({ before: z.guid(), after: z.guid() }),
  async run({ db }, runs) {
    const before = await findDocument(db, runs.before);
    if (!before.ok) return before;
    const after = await findDocument(db, runs.after);
    if (!after.ok) return after;
    return ok(compareDocuments(await readDocument(before.value.body), await readDocument(after.value.body)));
  },
});
