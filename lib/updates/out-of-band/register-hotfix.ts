import { z } from "zod";
import { actorName } from "@/lib/context";
import { outOfBandImports } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineCommand } from "@/lib/use-case";
import { HOTFIX_BYTES_MAX, HOTFIX_FILE_NAME } from "./model";
import { findRoleServer } from "./role-server";
import { announceImport } from "./upload-rows";

/** Registers an archive that lies in `EasySetupPayload/offline` of the server that holds the role. */
export const registerHotfix = defineCommand({
  name: "register-hotfix",
  action: "offline.import",
  input: z.object({
    fileName: z.string().regex(HOTFIX_FILE_NAME),
    bytes: z.int().min(1).max(HOTFIX_BYTES_MAX),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  async run(ctx, { fileName, bytes, sha256 }) {
    if (!(await findRoleServer(ctx.db))) return fail("role-not-installed");
    const [made] = await ctx.db
      .insert(outOfBandImports)
      .values({
        fileName,
        bytes,
        sha256,
        state: "received",
        requestedBy: actorName(ctx.actor),
        createdAt: ctx.clock.now(),
      })
      .returning({ id: outOfBandImports.id });
    if (!made) throw new Error("the import was not inserted");
    await announceImport(ctx.db, made.id);
    return ok({ importId: made.id });
  },
  audit: ({ fileName, sha256 }, { importId }) => ({
    messageId: 60018,
    objectType: "hotfix-import",
    objectId: importId,
    strings: [fileName, sha256, "1"],
  }),
});
