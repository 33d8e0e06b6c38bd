/** Sizes of the diagram in CSS pixels at zoom 1, which is where it stands unless the reader changes it. */
const NODE_WIDTH_MIN = 232;
export const NODE_HEIGHT = 156;
const GAP_X = 48;
const GAP_Y = 44;
export const HEADING_HEIGHT = 36;
/** Where a heading may take two lines. */
const HEADING_HEIGHT_NARROW = 54;
const MARGIN = 16;
/** Room for an edge that passes several nodes at their right, with its words. */
const PASSING = 56;
/** Room for the buttons below the diagram. */
const BELOW = 60;

export type Side = "top" | "right" | "bottom" | "left";

interface LaidOutNode {
  id: string;
  /** The place where the step happens; a new one begins a new row under a heading. */
  section: string;
}

interface LaidOutEdge {
  from: string;
  to: string;
}

export interface FlowLayout {
  nodes: Map<string, { x: number; y: number }>;
  headings: { section: string; x: number; y: number; width: number }[];
  nodeWidth: number;
  height: number;
  /** Where an edge leaves its node and where it enters the other. */
  sides(edge: LaidOutEdge): { from: Side; to: Side };
}

/** How many nodes stand beside each other in a box of this width; one below the other on a phone. */
const columnsFor = (width: number): number =>
  Math.max(1, Math.floor((width - 2 * MARGIN + GAP_X) / (NODE_WIDTH_MIN + GAP_X)));

/**
 * Sets the steps in reading order, row by row, so that the whole flow stays readable at its natural size on any
 * screen: the rows get shorter where the screen is narrow, the letters do not.
 */
export function layOutFlow(nodes: readonly LaidOutNode[], width: number): FlowLayout {
  const columns = columnsFor(width);
  const inner = width - 2 * MARGIN - (columns === 1 ? PASSING : 0);
  const nodeWidth = Math.max(NODE_WIDTH_MIN, Math.floor((inner - (columns - 1) * GAP_X) / columns));
  const places = new Map<string, { x: number; y: number; row: number; column: number; index: number }>();
  const headings: FlowLayout["headings"] = [];
  let y = MARGIN;
  let row = -1;
  let column = 0;
  let section: string | null = null;
  for (const [index, node] of nodes.entries()) {
    if (node.section !== section || column === columns) {
      if (row >= 0) y += NODE_HEIGHT + GAP_Y;
      if (node.section !== section) {
        headings.push({ section: node.section, x: MARGIN, y, width: width - 2 * MARGIN });
        y += columns === 1 ? HEADING_HEIGHT_NARROW : HEADING_HEIGHT;
      }
      section = node.section;
      row++;
      column = 0;
    }
    places.set(node.id, { x: MARGIN + column * (nodeWidth + GAP_X), y, row, column, index });
    column++;
  }
  return {
    nodes: places,
    headings,
    nodeWidth,
    height: y + NODE_HEIGHT + BELOW,
    sides: ({ from, to }) => {
      const source = places.get(from);
      const target = places.get(to);
      if (!source || !target) return { from: "bottom", to: "top" };
      if (source.row !== target.row) return sidesAcrossRows(source, target);
      if (target.column === source.column + 1) return { from: "right", to: "left" };
      // Over the heads of the nodes between: back to an earlier step, or past one that is left out.
      return target.column < source.column ? { from: "bottom", to: "bottom" } : { from: "top", to: "top" };
    },
  };
}

function sidesAcrossRows(
  source: { row: number; column: number },
  target: { row: number; column: number },
): { from: Side; to: Side } {
  if (target.row === source.row + 1) return { from: "bottom", to: "top" };
  // Anything longer runs along the edge, where no node stands in its way.
  return target.row < source.row && source.column === 0
    ? { from: "left", to: "left" }
    : { from: "right", to: "right" };
}
