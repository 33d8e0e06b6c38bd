import { z } from "zod";
import { AzureError } from "@/lib/azure/azure-error";
import { probePublicClient } from "@/lib/azure/probe-public-client";
import { OperationFailure } from "../operations/model";
import { kindOf } from "../operations/order";
import { VERIFY_CLIENT_APPLICATION } from "./orders";

export const verifyClientApplicationKind = kindOf(VERIFY_CLIENT_APPLICATION, {
  title: "Verification of a native application",
  onFailure: "undo",
  facts: z.object({}),
  steps: {
    "ask-device-code": {
      run: async ({ azure, input }) => {
        const { tenantId, clientId } = input;
        await probePublicClient(azure, { tenantId, clientId }).catch((error: unknown) => {
          // The same refusal would mean the product's own client when an administrator signs in.
          if (error instanceof AzureError && error.code === "sign-in-client-refused")
            throw new OperationFailure("app-not-public", { appId: clientId });
          throw error;
        });
        return undefined;
      },
    },
  },
});
