import type { AnyOperationKind } from "./model";

/** Every kind of work in Azure the portal can ask for; a new one is a file and a line here. */
export const OPERATION_KINDS: readonly AnyOperationKind[] = [];
