import { describe, expect, test } from "vitest";
import { layOutFlow, NODE_HEIGHT } from "./flow-layout";

const nodes = (count: number, section = "here") =>
  Array.from({ length: count }, (_, index) => ({ id: `${section}${index}`, section }));

const rowsOf = (width: number, count: number) =>
  new Set([...layOutFlow(nodes(count), width).nodes.values()].map(({ y }) => y)).size;

test("a phone has one column, a wide screen four", () => {
  expect(rowsOf(340, 4)).toBe(4);
  expect(rowsOf(1_150, 4)).toBe(1);
  expect(rowsOf(0, 2)).toBe(2);
});

describe("layOutFlow", () => {
  test("no two nodes overlap and all lie inside", () => {
    const steps = [...nodes(7, "top"), ...nodes(3, "child"), ...nodes(4, "every")];
    const width = 900;
    const layout = layOutFlow(steps, width);
    const places = steps.map(({ id }) => layout.nodes.get(id)!);
    for (const [index, a] of places.entries()) {
      expect(a.x + layout.nodeWidth).toBeLessThanOrEqual(width);
      expect(a.y + NODE_HEIGHT).toBeLessThanOrEqual(layout.height);
      for (const b of places.slice(index + 1)) {
        expect(Math.abs(a.x - b.x) >= layout.nodeWidth || Math.abs(a.y - b.y) >= NODE_HEIGHT).toBe(true);
      }
    }
  });

  test("each place has its heading and begins a row", () => {
    const layout = layOutFlow([...nodes(2, "top"), ...nodes(1, "child")], 1_150);
    expect(layout.headings.map(({ section }) => section)).toEqual(["top", "child"]);
    expect(layout.nodes.get("child0")!.x).toBe(layout.nodes.get("top0")!.x);
    expect(layout.nodes.get("child0")!.y).toBeGreaterThan(layout.nodes.get("top0")!.y);
  });

  test("edges leave and enter where they are shortest", () => {
    const layout = layOutFlow(nodes(6), 600);
    expect(layout.sides({ from: "here0", to: "here1" })).toEqual({ from: "right", to: "left" });
    expect(layout.sides({ from: "here1", to: "here2" })).toEqual({ from: "bottom", to: "top" });
    expect(layout.sides({ from: "here4", to: "here0" })).toEqual({ from: "left", to: "left" });
  });
});
