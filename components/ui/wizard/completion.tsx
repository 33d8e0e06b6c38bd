"use client";

import { CircleCheck } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { Card } from "../card";

/** Page *Completion* of a wizard, announced by its heading. */
export function Completion({ title, text, actions }: { title: string; text: string; actions: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <Card>
      <div className="flex flex-col items-center gap-3 px-4 py-8 text-center">
        <CircleCheck aria-hidden className="size-10 text-success" />
        <h2 ref={heading} tabIndex={-1} className="font-semibold text-lg outline-none">
          {title}
        </h2>
        <p className="max-w-prose text-muted">{text}</p>
        <div className="mt-2 flex flex-wrap justify-center gap-2">{actions}</div>
      </div>
    </Card>
  );
}
