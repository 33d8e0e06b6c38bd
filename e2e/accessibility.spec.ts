import { inspect } from "./support/inspect";
import { expect, test } from "./support/journey";

const PAGES = [
  "/",
  "/updates",
  "/updates/history",
  "/updates/ffb4a53d-7ee7-494d-b483-332cb954eef2",
  "/updates/ffb4a53d-7ee7-494d-b483-332cb954eef2?tab=files",
  "/updates/ffb4a53d-7ee7-494d-b483-332cb954eef2?tab=applicability",
  "/updates/ffb4a53d-7ee7-494d-b483-332cb954eef2?tab=log",
  "/updates/ffb4a53d-7ee7-494d-b483-332cb954eef2/install",
  "/updates/sites",
  "/updates/import",
  "/updates/features",
  "/updates/flow",
  "/updates/flow?flow=install&view=table",
  "/service-connection-point",
  "/service-connection-point/install",
  "/service-connection-point/move",
  "/components",
  "/components/service-manager",
  "/endpoints",
  "/endpoints?party=scp",
  "/backup",
  "/backup/recovery",
  "/hierarchy",
  "/hierarchy/servers",
  "/hierarchy/servers/new",
  "/hierarchy/expand",
  "/hierarchy/CAS?tab=routes",
  "/hierarchy/PR1?tab=windows",
  "/usage-data",
  "/usage-data?item=B-03",
  "/usage-data?view=raw",
  "/usage-data?tab=compare",
  "/usage-data?tab=level",
  "/usage-data?tab=history",
  "/usage-data?tab=protection",
  "/offline",
  "/azure-services",
  "/azure-services/new",
  "/tenants",
  "/tenants/renew",
  "/settings",
  "/settings?tab=notifications",
  "/alerts",
  "/account",
  "/help",
];

// Each colour scheme and each width once: what depends on both together is rare, and a page takes seconds.
const COMBINATIONS = [
  { colorScheme: "light", width: 1440 },
  { colorScheme: "dark", width: 390 },
] as const;

// A violation is named with its page, rule and element; a record of the inspection itself adds nothing but time.
test.use({ trace: "off" });

for (const { colorScheme, width } of COMBINATIONS) {
  test(`no page violates WCAG 2.2 AA or scrolls sideways, ${colorScheme}, ${width} px`, async ({
    page,
    signIn,
  }) => {
    test.setTimeout(240_000);
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.goto("/sign-in");
    await inspect(page, "/sign-in");
    await signIn("full.administrator");
    for (const path of PAGES) {
      await page.goto(path);
      // A dialog that is open hides the rest of the page from assistive technology.
      const main = path.includes("item=")
        ? page.getByRole("dialog")
        : page.getByRole("heading", { level: 1 });
      await expect(main).toBeVisible();
      await inspect(page, path);
    }
  });
}
