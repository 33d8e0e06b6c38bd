import { defineConfig, devices } from "@playwright/test";
import { JOURNEY_PRODUCTS, toldProducts } from "./bin/test/journey-products";

const products = toldProducts(process.env);

/**
 * Journeys against products that already run; `npm test` starts them and says where they are. Against one product of
 * somebody's own (`SCP_E2E_URL`, `SCP_E2E_DATA_DIR`) all of them run one after the other.
 */
export default defineConfig<object, { dataDir: string }>({
  testDir: "e2e",
  outputDir: "test-results",
  fullyParallel: false,
  workers: Math.max(1, Object.keys(products).length),
  forbidOnly: process.env.CI === "true",
  timeout: 180_000,
  expect: { timeout: 15_000 },
  use: {
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
  projects: JOURNEY_PRODUCTS.map(({ name, specs }) => ({
    name,
    testMatch: specs,
    // They change the hierarchy of their product, so they go one after the other.
    workers: 1,
    use: {
      ...devices["Desktop Chrome"],
      baseURL: products[name]?.url ?? process.env.SCP_E2E_URL ?? "http://localhost:3000",
      dataDir: products[name]?.dataDir ?? process.env.SCP_E2E_DATA_DIR ?? "",
    },
  })),
});
