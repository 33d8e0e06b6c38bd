"use client";

import { useState } from "react";
import { useLiveQuery } from "@/components/live/use-live-query";
import type { ShownFailure } from "@/components/ui/failure-message";
import { useCommand } from "@/components/ui/use-command";
import type { Result } from "@/lib/result";
import { fieldOf } from "./verification";

type VerifyCommand = (input: unknown) => Promise<Result<{ operationId: string }>>;

/** **Verify** as a form of *Import apps* holds it: bound to the values it was begun with. */
export interface Verification {
  state: "none" | "running" | "verified" | "refused";
  /** Of the operation; *OK* takes it. */
  id: string | null;
  failure: ShownFailure | null;
  /** What the verified app still lacks; it is imported all the same, but serves nothing before that is granted. */
  lacks: ShownFailure | null;
  /** The field that `failure` is about; null: above the form. */
  field: string | null;
  run(input: Record<string, unknown>): void;
  /** Something was edited: what was verified is not what is entered any more. */
  invalidate(): void;
}

export function useVerification(command: VerifyCommand): Verification {
  const [id, setId] = useState<string | null>(null);
  const verify = useCommand(command, { quiet: true, onSuccess: ({ operationId }) => setId(operationId) });
  const { data } = useLiveQuery("getOperation", { operationId: id }, { enabled: id !== null });
  const operation = id !== null && data?.id === id ? data : null;
  const isRefused = operation?.state === "failed" || operation?.state === "stopped";
  const failure = verify.failure ?? (isRefused ? (operation.failure ?? { code: "unexpected" }) : null);
  return {
    state: stateOf(),
    id: operation?.state === "complete" ? operation.id : null,
    failure,
    lacks: operation?.found && operation.found.code !== "ok" ? operation.found : null,
    field: failure ? fieldOf(failure) : null,
    run(input) {
      setId(null);
      verify.run(input);
    },
    invalidate() {
      setId(null);
      verify.clear();
    },
  };

  function stateOf(): Verification["state"] {
    if (failure) return "refused";
    if (verify.pending || (id !== null && operation?.state !== "complete")) return "running";
    return id === null ? "none" : "verified";
  }
}
