import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { build, type Plugin } from "esbuild";
import { z } from "zod";
import { ROOT } from "../start/install.mjs";

/** Before anything else: an older Node would only say which word it does not know. */
const BANNER = `import { createRequire } from "node:module";
if (Number(process.versions.node.split(".")[0]) < 20) {
  process.stderr.write("Node.js 20 or newer is needed; this is " + process.version + ".\\n");
  process.exit(3);
}
const require = createRequire(import.meta.url);`;

/**
 * Makes one file of the packed tool.
 * @returns the licenses of everything in it
 */
export async function bundleTool(outfile: string): Promise<string> {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: ["bin/service-connection-tool/packed.ts"],
    inject: ["bin/service-connection-tool/node-20.ts"],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    minifySyntax: true,
    legalComments: "none",
    logLevel: "error",
    metafile: true,
    banner: { js: BANNER },
    plugins: [clientOfUndici],
  });
  return licensesOf(Object.keys(metafile.inputs));
}

/**
 * undici's index loads all it has, also what needs a later Node. The tool needs its client, and asks it for no more
 * than `request`.
 */
const clientOfUndici: Plugin = {
  name: "client-of-undici",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^undici$/ }, () => ({ path: "client", namespace: "undici" }));
    onLoad({ filter: /.*/, namespace: "undici" }, () => ({
      resolveDir: ROOT,
      contents: `
        const Dispatcher = require("undici/lib/dispatcher/dispatcher.js");
        Object.assign(Dispatcher.prototype, require("undici/lib/api/index.js"));
        module.exports = {
          Agent: require("undici/lib/dispatcher/agent.js"),
          Pool: require("undici/lib/dispatcher/pool.js"),
          ProxyAgent: require("undici/lib/dispatcher/proxy-agent.js"),
          errors: require("undici/lib/core/errors.js"),
        };`,
    }));
  },
};

const packageSchema = z.object({ name: z.string(), version: z.string(), license: z.string() });

async function licensesOf(inputs: readonly string[]): Promise<string> {
  const folders = new Set(
    inputs.flatMap((input) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []),
  );
  const texts = await Promise.all([...folders].toSorted().map(licenseIn));
  return texts.join(`\n\n${"=".repeat(80)}\n\n`);
}

async function licenseIn(folder: string): Promise<string> {
  const files = await readdir(path.join(ROOT, folder));
  const read = (file: string) => readFile(path.join(ROOT, folder, file), "utf8");
  const { name, version, license } = packageSchema.parse(JSON.parse(await read("package.json")));
  const text = files.find((file) => /^(licen[cs]e|copying)/i.test(file));
  return `${name} ${version} (${license})\n\n${text ? (await read(text)).trim() : ""}`;
}
