import path from "node:path";
import { ContentLibrary } from "@/lib/content-library/content-library";
import { serverIdentity } from "@/lib/file-exchange/identity";
import { fingerprintOf, serveFiles } from "@/lib/file-exchange/serve-files";

/** The sending side in a process of its own: <folder of all sites> <site> <receiving site> … */
const [folder = "", site = "", ...receivers] = process.argv.slice(2);
const identityOf = (name: string) => serverIdentity(path.join(folder, name), name, new Date());
const known = new Set<string | null>();
for (const name of receivers) known.add(fingerprintOf((await identityOf(name)).certificate));
const root = new ContentLibrary(path.join(folder, site)).folder;
const server = await serveFiles({
  host: "127.0.0.1",
  port: 0,
  identity: await identityOf(site),
  judge: async (certificate) =>
    known.has(certificate) ? { verdict: "allowed", root } : { verdict: "unknown-certificate" },
  onError: (error) => console.error(error),
});
process.on("disconnect", () => process.exit());
process.send?.({ port: server.port });
