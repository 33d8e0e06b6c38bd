"use client";

import { useCallback, useState, useTransition } from "react";
import type { Result } from "@/lib/result";
import { useFailureText } from "./failure-message";
import { useToast } from "./toast";

/**
 * Runs a server action: `pending` while it runs, the outcome as a passing message, the failure's code for the
 * form that wants to show it in place.
 * @param options.success said after the action succeeded; nothing is said without it
 * @param options.onSuccess called with the value, e.g. to close a dialog
 * @param options.quiet keeps failures from being shown as a message (the form shows them itself)
 */
export function useCommand<Input, T>(
  action: (input: Input) => Promise<Result<T>>,
  options: { success?: string | ((value: T) => string); onSuccess?(value: T): void; quiet?: boolean } = {},
) {
  const toast = useToast();
  const failureText = useFailureText();
  const [pending, startTransition] = useTransition();
  const [failure, setFailure] = useState<Extract<Result<T>, { ok: false }> | null>(null);
  const run = useCallback(
    (input: Input) =>
      startTransition(async () => {
        setFailure(null);
        // Thrown only when the server cannot be reached or has a bug.
        const result: Result<T> = await action(input).catch(() => ({ ok: false, code: "unreachable" }));
        if (!result.ok) {
          setFailure(result);
          if (!options.quiet) toast({ tone: "danger", title: failureText(result) });
          return;
        }
        const { success } = options;
        if (success) {
          toast({ tone: "success", title: typeof success === "function" ? success(result.value) : success });
        }
        options.onSuccess?.(result.value);
      }),
    [action, options, toast, failureText],
  );
  return { run, pending, failure, clear: () => setFailure(null) };
}
