import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { bundleTool } from "./service-connection-tool/bundle";
import { Sentences } from "./service-connection-tool/sentences";
import { ROOT } from "./start/install.mjs";

const HELP = `pack-tool: makes the folder of the service connection tool for a computer with internet access.

Usage: npm run pack-tool [-- --out FOLDER]

  --out FOLDER   what is made anew (default dist/service-connection-tool)

The folder needs Node.js 20 or newer on that computer, and nothing else. Copy it as a whole.
`;

const NAME = "service-connection-tool";

const { values } = parseArgs({
  options: { out: { type: "string", default: path.join(ROOT, "dist", NAME) }, help: { type: "boolean" } },
});
if (values.help) process.stdout.write(HELP);
else await pack(path.resolve(process.env.INIT_CWD ?? ROOT, values.out));

async function pack(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const licenses = await bundleTool(path.join(folder, `${NAME}.mjs`));
  // Runs in a thread of its own, beside the bundle as beside its source.
  await cp(path.join(ROOT, "lib/updates/download/hash-worker.mjs"), path.join(folder, "hash-worker.mjs"));
  const launcher = `#!/bin/sh\nexec node "$(dirname "$0")/${NAME}.mjs" "$@"\n`;
  await writeFile(path.join(folder, NAME), launcher, { mode: 0o755 });
  await writeFile(path.join(folder, `${NAME}.cmd`), `@node "%~dp0${NAME}.mjs" %*\r\n`);
  await writeFile(path.join(folder, "README.txt"), readme());
  await writeFile(path.join(folder, "LICENSES.txt"), licenses);
  process.stdout.write(`Packed ${folder}\n`);
}

function readme(): string {
  const texts = (["en", "de"] as const).map((locale) => new Sentences(locale).help("."));
  return texts.join(`\n\n${"-".repeat(100)}\n\n`).replaceAll("\n", "\r\n");
}
