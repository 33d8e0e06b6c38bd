"use client";

import { useState } from "react";
import { cancelSignInAction, startSignInAction } from "@/app/(portal)/azure-services/actions";
import type { SignIn } from "@/lib/azure-services/sign-in/model";
import { useLiveQuery } from "../live/use-live-query";
import type { ShownFailure } from "../ui/failure-message";
import { useCommand } from "../ui/use-command";

/** A sign-in of an Azure administrator as a dialog holds it, from the first click to the account. */
export interface AzureSignIn {
  signIn: SignIn | null;
  /** Of whoever is signed in; null before. */
  signInId: string | null;
  pending: boolean;
  failure: ShownFailure | null;
  begin(method: "device-code" | "redirect"): void;
  /** Gives it up: the executive forgets the tokens. */
  cancel(): void;
}

/**
 * @param environmentId the cloud to sign in to
 * @param tenantId directory ID he must belong to; null: any
 */
export function useAzureSignIn(environmentId: string, tenantId: string | null): AzureSignIn {
  const [id, setId] = useState<string | null>(null);
  const start = useCommand(startSignInAction, { quiet: true, onSuccess: ({ signInId }) => setId(signInId) });
  const stop = useCommand(cancelSignInAction, { quiet: true });
  const { data } = useLiveQuery("getSignIn", { signInId: id }, { enabled: id !== null });
  const signIn = id !== null && data?.id === id ? data : null;
  return {
    signIn,
    signInId: signIn?.state === "signed-in" ? signIn.id : null,
    pending: start.pending || (id !== null && signIn === null),
    failure: start.failure,
    begin: (method) => start.run({ environmentId, tenantId, method }),
    cancel() {
      if (id) stop.run({ signInId: id });
      setId(null);
    },
  };
}
