"use client";

import { useEffect, useRef, useState } from "react";
import type { ComponentRow } from "@/lib/executive/model";
import { componentId } from "./component-state-view";
import { useCommandFailure, useOutcomeText } from "./outcome-text";

/** Tells assistive technology how a command ended; the rows show it to everybody else. */
export function OutcomeAnnouncer({ components }: { components: readonly ComponentRow[] }) {
  const outcomeText = useOutcomeText();
  const commandFailure = useCommandFailure();
  const told = useRef<Map<string, string> | null>(null);
  const [message, setMessage] = useState("");
  useEffect(() => {
    const before = told.current;
    const now = new Map<string, string>();
    for (const row of components) {
      const command = row.lastCommand;
      if (!command || command.state === "pending" || command.state === "taken") continue;
      const mark = `${command.id} ${command.state}`;
      now.set(componentId(row), mark);
      if (before && before.get(componentId(row)) !== mark) {
        setMessage([row.component, outcomeText(command), commandFailure(row)].filter(Boolean).join(": "));
      }
    }
    told.current = now;
  }, [components, outcomeText, commandFailure]);
  return (
    <p role="status" className="sr-only">
      {message}
    </p>
  );
}
