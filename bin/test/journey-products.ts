import { z } from "zod";

/** About half of the time that all journeys take. */
const OF_UPDATES = "accessibility|catalogue|german|mode|offline|read-only|sign-in|tampered|update|usage";

/**
 * The products the journeys run against. Those of one product share its hierarchy and run one after the other, in the
 * order of their names; two products have nothing in common, and their journeys run at the same time.
 */
export const JOURNEY_PRODUCTS = [
  { name: "updates", specs: new RegExp(`/(${OF_UPDATES})[^/]*\\.spec\\.ts$`) },
  { name: "services", specs: new RegExp(`/(?!${OF_UPDATES})[^/]*\\.spec\\.ts$`) },
] as const;

export type JourneyProduct = (typeof JOURNEY_PRODUCTS)[number];

/**
 * The products that some files of journeys need.
 * @param specs all files, as `e2e/sign-in.spec.ts`
 * @param filters words that narrow them down, as Playwright understands them; all, if none of them names a file
 */
export function productsFor(specs: readonly string[], filters: readonly string[]): readonly JourneyProduct[] {
  const words = filters.map((word) => word.replace(/(:\d+){1,2}$/, ""));
  const chosen = specs.filter((spec) => words.some((word) => spec.includes(word)));
  const needed = JOURNEY_PRODUCTS.filter((product) => chosen.some((spec) => product.specs.test(spec)));
  return needed.length > 0 ? needed : JOURNEY_PRODUCTS;
}

const runningSchema = z.object({ url: z.string(), dataDir: z.string() });
export type RunningProduct = z.output<typeof runningSchema>;

const VARIABLE = "SCP_E2E_PRODUCTS";

export const tellProducts = (running: Record<string, RunningProduct>): Record<string, string> => ({
  [VARIABLE]: JSON.stringify(running),
});

/** What `npm test` started, by name; empty when somebody runs the journeys against a product of his own. */
export function toldProducts(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, RunningProduct | undefined> {
  return z.record(z.string(), runningSchema).parse(JSON.parse(env[VARIABLE] ?? "{}"));
}
