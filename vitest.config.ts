import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));
const alias = { "@": root.replace(/\/$/, "") };

/** What another file that runs later in the same process would still notice. */
const CHANGES_ITS_PROCESS =
  /\bvi\.(mock|doMock|stubEnv|stubGlobal)\(|\bprocess\.env\.\w+ \??\??= |\(process\.env,/;

const integration = globSync("{lib,app,bin}/**/*.integration.test.ts", { cwd: root });
const alone = integration.filter((file) => CHANGES_ITS_PROCESS.test(readFileSync(root + file, "utf8")));

const integrationProject = (
  name: string,
  isolate: boolean,
  include: string[],
): TestProjectInlineConfiguration => ({
  resolve: { alias },
  test: { name, include, isolate, testTimeout: 30_000, hookTimeout: 60_000 },
});

/** `*.test.ts` are unit tests (no I/O beyond a temp folder); `*.integration.test.ts` get a real PostgreSQL. */
export default defineConfig({
  resolve: { alias },
  test: {
    // One for both kinds of integration tests; it starts nothing when none of them runs.
    globalSetup: ["lib/testing/postgres-global-setup.ts"],
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["{lib,components,app,bin}/**/*.test.{ts,tsx}"],
          exclude: ["**/*.integration.test.ts", "**/node_modules/**"],
          // Nothing outlives a unit test; one load of the modules for all files takes less than half of the time.
          isolate: false,
          // A busy machine is no failure.
          testTimeout: 20_000,
        },
      },
      // The modules are loaded once for all files, which is a fifth of the time; but not beside what would be noticed.
      integrationProject(
        "integration",
        false,
        integration.filter((file) => !alone.includes(file)),
      ),
      integrationProject("integration-alone", true, alone),
    ],
  },
});
