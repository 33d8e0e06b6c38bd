import path from "node:path";
import { and, eq, inArray } from "drizzle-orm";
import { z } from "zod";
import { actorName, type Ctx } from "@/lib/context";
import { offlineImports, offlineTransferPackages } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { findRoleServer } from "@/lib/updates/out-of-band/role-server";
import { defineCommand } from "@/lib/use-case";
import { announceImport } from "./import-rows";
import { OPEN_STATES } from "./import-states";

/**
 * Hands a transfer package that lies on the server that holds the role to SMS_DMP_DOWNLOADER, which examines it.
 * Nothing is imported before {@link approveOfflineImport}. A user names one of the server's transfer folders; any
 * other path only somebody who works on the server itself.
 */
export const registerOfflineImport = defineCommand({
  name: "register-offline-import",
  action: "offline.import",
  input: z.object({
    /** Absolute path of the package, or of its first volume. */
    path: z.string().min(1).max(4096),
    /** Of all volumes. */
    bytes: z.int().min(1).optional(),
  }),
  async run(ctx, { path: file, bytes }) {
    if (!(await findRoleServer(ctx.db))) return fail("role-not-installed");
    const source = ctx.actor.kind === "command-line" ? "command-line" : "folder";
    const size = source === "folder" ? await listedBytes(ctx, file) : bytes;
    if (size === undefined) return fail("transfer-package-not-listed", { field: "path" });
    const [open] = await ctx.db
      .select({ importId: offlineImports.importId })
      .from(offlineImports)
      .where(and(eq(offlineImports.path, file), inArray(offlineImports.state, [...OPEN_STATES])));
    if (open) return fail("offline-import-known", { params: { importId: open.importId } });
    const fileName = path.basename(file);
    const [made] = await ctx.db
      .insert(offlineImports)
      .values({
        source,
        path: file,
        fileName,
        bytes: size,
        state: "received",
        requestedBy: actorName(ctx.actor),
        createdAt: ctx.clock.now(),
      })
      .returning({ importId: offlineImports.importId });
    if (!made) throw new Error("the import was not inserted");
    await announceImport(ctx.db, made.importId);
    return ok({ importId: made.importId, fileName });
  },
  // Looking into a package changes nothing; what is approved is audited.
  audit: () => null,
});

async function listedBytes({ db }: Ctx, file: string): Promise<number | undefined> {
  const [listed] = await db
    .select({ bytes: offlineTransferPackages.bytes, kind: offlineTransferPackages.kind })
    .from(offlineTransferPackages)
    .where(eq(offlineTransferPackages.path, file));
  return listed?.bytes;
}
