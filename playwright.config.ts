import { defineConfig, devices } from "@playwright/test";

/**
 * Journeys against a product that already runs; `npm test` starts one and sets what is read here. They share its
 * hierarchy, whose mode some of them change, so they run one after the other in the order of their names.
 */
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  fullyParallel: false,
  workers: 1,
  forbidOnly: process.env.CI === "true",
  timeout: 180_000,
  expect: { timeout: 15_000 },
  use: {
    baseURL: process.env.SCP_E2E_URL ?? "http://localhost:3000",
    // The product speaks the browser's language; a journey says so when it wants another.
    locale: "en-US",
    timezoneId: "UTC",
    // Every action with the page it met, without a film of pictures: drawing that costs a tenth of the time.
    trace: { mode: "retain-on-failure", screenshots: false },
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.PLAYWRIGHT_CHROMIUM_PATH || undefined,
      // Nothing of the browser's own may reach for the internet, and in a container it has no sandbox.
      args: [
        "--no-sandbox",
        "--disable-background-networking",
        "--disable-quic",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [{ name: "chromium", use: { ...devices["Desktop Chrome"] } }],
});
