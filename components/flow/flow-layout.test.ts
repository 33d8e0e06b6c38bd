import { describe, expect, test } from "vitest";
import { columnsFor, layOutFlow, NODE_HEIGHT, NODE_WIDTH } from "./flow-layout";

const nodes = (count: number, section = "here") =>
  Array.from({ length: count }, (_, index) => ({ id: `${section}${index}`, section }));

test("a phone has one column, a wide screen four", () => {
  expect(columnsFor(340)).toBe(1);
  expect(columnsFor(1_150)).toBe(4);
  expect(columnsFor(0)).toBe(1);
});

describe("layOutFlow", () => {
  test("no two nodes overlap and all lie inside", () => {
    const steps = [...nodes(7, "top"), ...nodes(3, "child"), ...nodes(4, "every")];
    const layout = layOutFlow(steps, 3);
    const places = steps.map(({ id }) => layout.nodes.get(id)!);
    for (const [index, a] of places.entries()) {
      expect(a.x + NODE_WIDTH).toBeLessThanOrEqual(layout.width);
      expect(a.y + NODE_HEIGHT).toBeLessThanOrEqual(layout.height);
      for (const b of places.slice(index + 1)) {
        expect(Math.abs(a.x - b.x) >= NODE_WIDTH || Math.abs(a.y - b.y) >= NODE_HEIGHT).toBe(true);
      }
    }
  });

  test("each place has its heading and begins a row", () => {
    const layout = layOutFlow([...nodes(2, "top"), ...nodes(1, "child")], 4);
    expect(layout.headings.map(({ section }) => section)).toEqual(["top", "child"]);
    expect(layout.nodes.get("child0")!.x).toBe(layout.nodes.get("top0")!.x);
    expect(layout.nodes.get("child0")!.y).toBeGreaterThan(layout.nodes.get("top0")!.y);
  });

  test("edges leave and enter where they are shortest", () => {
    const layout = layOutFlow(nodes(6), 2);
    expect(layout.sides({ from: "here0", to: "here1" })).toEqual({ from: "right", to: "left" });
    expect(layout.sides({ from: "here1", to: "here2" })).toEqual({ from: "bottom", to: "top" });
    expect(layout.sides({ from: "here4", to: "here0" })).toEqual({ from: "left", to: "left" });
  });
});
