"use client";

import { createContext, type ReactNode, useContext } from "react";

interface Selection {
  has(id: string): boolean;
  toggle(id: string): void;
}

const SelectionContext = createContext<Selection>({ has: () => false, toggle: () => {} });

/** Tells the rows of the list whether they are selected, without making the table's columns anew. */
export function SelectionProvider({ value, children }: { value: Selection; children: ReactNode }) {
  return <SelectionContext value={value}>{children}</SelectionContext>;
}

export const useSelection = () => useContext(SelectionContext);
