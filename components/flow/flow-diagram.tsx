"use client";

import "@xyflow/react/dist/base.css";
import {
  type BuiltInEdge,
  Handle,
  MarkerType,
  type Node,
  type NodeProps,
  Panel,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from "@xyflow/react";
import { Maximize, Minus, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { createContext, useContext, useEffect, useMemo, useRef, useState } from "react";
import { IconButton } from "../ui/button";
import { HEADING_HEIGHT, layOutFlow, NODE_HEIGHT, type Side } from "./flow-layout";
import { FlowNodeBox } from "./flow-node-box";
import type { FlowEdgeView, FlowNodeView } from "./flow-view-model";

const POSITIONS: Record<Side, Position> = {
  top: Position.Top,
  right: Position.Right,
  bottom: Position.Bottom,
  left: Position.Left,
};
const SIDES = Object.keys(POSITIONS) as Side[];

interface FlowDiagramProps {
  nodes: readonly FlowNodeView[];
  edges: readonly FlowEdgeView[];
  label: string;
  /** The words of a section. */
  sectionTitle(section: string): string;
  selected: string | null;
  onSelect(id: string): void;
}

/** How far a passing edge keeps from the boxes: beside them for its words, below them to leave room for the next. */
const PASSING_OFFSET: Record<Side, number> = { top: 16, right: 36, bottom: 14, left: 36 };

/** How far an edge runs straight before it turns; less than half of a gap, else it turns back on itself. */
const STUB = 10;

/** Natural size: as it was laid out for this width. */
const HOME = { x: 0, y: 0, zoom: 1 };

/** What the boxes need and the diagram's library does not pass on. */
const Selection = createContext<{ selected: string | null; onSelect(id: string): void }>({
  selected: null,
  onSelect() {},
});

/** The flowchart as a picture that can be walked with Tab and looked at from near. Drawn in the browser only. */
export default function FlowDiagram(props: FlowDiagramProps) {
  return (
    <ReactFlowProvider>
      <Diagram {...props} />
    </ReactFlowProvider>
  );
}

function Diagram({ nodes, edges, label, sectionTitle, selected, onSelect }: FlowDiagramProps) {
  const t = useTranslations("flow.diagram");
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const flow = useReactFlow();
  const layout = useMemo(() => layOutFlow(nodes, width), [nodes, width]);
  useEffect(() => {
    if (width > 0) void flow.setViewport(HOME);
  }, [flow, width]);
  return (
    <section
      ref={box}
      aria-label={label}
      className="overflow-hidden rounded-lg border border-line bg-canvas"
      style={{ height: layout.height }}
    >
      {/* Laid out for a width it does not have yet, it would be seen to jump. */}
      {width > 0 ? (
        <Selection value={{ selected, onSelect }}>
          <ReactFlow
            nodes={[...headingNodes(layout.headings, sectionTitle), ...stepNodes(nodes, layout)]}
            edges={edgesOf(edges, layout)}
            nodeTypes={NODE_TYPES}
            defaultViewport={HOME}
            minZoom={0.3}
            maxZoom={2}
            nodesDraggable={false}
            nodesConnectable={false}
            nodesFocusable={false}
            edgesFocusable={false}
            elementsSelectable={false}
            // The page scrolls as everywhere; Ctrl and the wheel look closer.
            preventScrolling={false}
            zoomOnScroll={false}
            zoomOnDoubleClick={false}
            disableKeyboardA11y
            className="[&_.react-flow\_\_attribution]:bg-transparent! [&_.react-flow\_\_attribution_a]:text-faint!"
          >
            <Panel position="bottom-left" className="m-1.5! flex rounded-md border border-line bg-surface">
              <IconButton label={t("zoomOut")} onClick={() => void flow.zoomOut()}>
                <Minus aria-hidden />
              </IconButton>
              <IconButton label={t("zoomIn")} onClick={() => void flow.zoomIn()}>
                <Plus aria-hidden />
              </IconButton>
              <IconButton label={t("fit")} onClick={() => void flow.setViewport(HOME)}>
                <Maximize aria-hidden />
              </IconButton>
            </Panel>
          </ReactFlow>
        </Selection>
      ) : null}
    </section>
  );
}

type StepNode = Node<{ step: FlowNodeView }, "step">;
type HeadingNode = Node<{ title: string; width: number }, "heading">;

function StepNodeBox({ data }: NodeProps<StepNode>) {
  const { selected, onSelect } = useContext(Selection);
  return (
    <>
      {SIDES.flatMap((side) =>
        (["source", "target"] as const).map((type) => (
          <Handle
            key={`${type}-${side}`}
            id={`${type}-${side}`}
            type={type}
            position={POSITIONS[side]}
            isConnectable={false}
            className="invisible"
          />
        )),
      )}
      <FlowNodeBox node={data.step} selected={selected === data.step.id} onSelect={onSelect} />
    </>
  );
}

const HeadingBox = ({ data }: NodeProps<HeadingNode>) => (
  <p style={{ width: data.width }} className="border-line border-b pb-1 font-semibold text-muted text-sm">
    <span className="bg-canvas pr-2">{data.title}</span>
  </p>
);

const NODE_TYPES = { step: StepNodeBox, heading: HeadingBox };

const headingNodes = (
  headings: readonly { section: string; x: number; y: number; width: number }[],
  title: (section: string) => string,
): HeadingNode[] =>
  headings.map(({ section, x, y, width }, index) => ({
    id: `heading-${index}`,
    type: "heading",
    position: { x, y },
    data: { title: title(section), width },
    // Without a size of its own it stays hidden until it was measured.
    width,
    height: HEADING_HEIGHT,
  }));

const stepNodes = (
  nodes: readonly FlowNodeView[],
  layout: { nodes: Map<string, { x: number; y: number }>; nodeWidth: number },
): StepNode[] =>
  nodes.map((step) => {
    const place = layout.nodes.get(step.id);
    return {
      id: step.id,
      type: "step",
      position: { x: place?.x ?? 0, y: place?.y ?? 0 },
      data: { step },
      width: layout.nodeWidth,
      height: NODE_HEIGHT,
    };
  });

const edgesOf = (
  edges: readonly FlowEdgeView[],
  layout: { sides(edge: FlowEdgeView): { from: Side; to: Side } },
): BuiltInEdge[] =>
  edges.map((edge) => {
    const sides = layout.sides(edge);
    return {
      id: `${edge.from}-${edge.to}`,
      source: edge.from,
      target: edge.to,
      sourceHandle: `source-${sides.from}`,
      targetHandle: `target-${sides.to}`,
      type: "smoothstep",
      pathOptions: { offset: sides.from === sides.to ? PASSING_OFFSET[sides.from] : STUB },
      label: edge.label ?? undefined,
      // Words lie on top of other edges.
      zIndex: edge.label ? 1 : 0,
      markerEnd: { type: MarkerType.ArrowClosed, color: "var(--control)" },
      style: { stroke: "var(--control)" },
      labelStyle: { fill: "var(--ink)", fontSize: 12 },
      labelBgStyle: { fill: "var(--canvas)" },
    };
  });

/** The width of an element's content as it is now; 0 before the first look. */
function useWidth(element: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
