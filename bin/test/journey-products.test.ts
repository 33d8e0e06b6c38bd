import { globSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { JOURNEY_PRODUCTS, productsFor, tellProducts, toldProducts } from "./journey-products";

const specs = globSync("e2e/*.spec.ts");
const namesFor = (...filters: string[]) => productsFor(specs, filters).map(({ name }) => name);

describe("the products of the journeys", () => {
  it("share the journeys: each has exactly one", () => {
    const owners = (spec: string) => JOURNEY_PRODUCTS.filter((product) => product.specs.test(spec)).length;
    expect(specs.filter((spec) => owners(spec) !== 1)).toEqual([]);
    expect(specs.length).toBeGreaterThan(0);
  });

  it("are all started for all journeys, and only those that some of them need", () => {
    expect(namesFor()).toEqual(["updates", "services"]);
    expect(namesFor("update-4")).toEqual(["updates"]);
    expect(namesFor("azure", "e2e/role-1-install.spec.ts:20")).toEqual(["services"]);
    expect(namesFor("mode", "servers")).toEqual(["updates", "services"]);
    expect(namesFor("no such journey")).toEqual(["updates", "services"]);
  });

  it("are found where the journeys were told they are", () => {
    const running = { updates: { url: "http://localhost:1", dataDir: "/data" } };
    expect(toldProducts(tellProducts(running))).toEqual(running);
    expect(toldProducts({})).toEqual({});
  });
});
