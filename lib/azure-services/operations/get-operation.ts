import { z } from "zod";
import { actorName } from "@/lib/context";
import type { AzureFailureParams, AzureStep } from "@/lib/db/schema";
import { fail, ok } from "@/lib/result";
import { defineQuery } from "@/lib/use-case";
import { type Found, foundSchema } from "../applications/found";
import type { OperationRow, OperationState } from "./model";
import { readOperation } from "./operation-store";

/** An operation as the portal shows it: no input, no secret. */
export interface OperationView {
  id: string;
  kind: string;
  state: OperationState;
  steps: AzureStep[];
  failure: { code: string; params: AzureFailureParams } | null;
  leftovers: { what: string; params: AzureFailureParams }[];
  /** What it found out of the app's permissions: `ok`, or the code of what is missing although the operation succeeded. */
  found: Found | null;
  /** What came of it, e.g. the id of the application. */
  applicationId: string | null;
  serviceId: string | null;
  requestedBy: string;
  /** Whoever asks is who asked for it. */
  isMine: boolean;
  requestedAt: Date;
  finishedAt: Date | null;
  notBefore: Date | null;
}

const told = z.object({ found: foundSchema });

export const operationView = (row: OperationRow, reader: string): OperationView => ({
  id: row.id,
  kind: row.kind,
  state: row.state,
  steps: row.steps,
  failure: row.failureCode ? { code: row.failureCode, params: row.failureParams ?? {} } : null,
  leftovers: row.leftovers,
  found: told.safeParse(row.facts).data?.found ?? null,
  applicationId: row.applicationId,
  serviceId: row.serviceId,
  requestedBy: row.requestedBy,
  isMine: row.requestedBy === reader,
  requestedAt: row.requestedAt,
  finishedAt: row.finishedAt,
  notBefore: row.notBefore,
});

/** How far an operation is, step by step. */
export const getOperation = defineQuery({
  name: "get-operation",
  action: "azure-services.view",
  input: z.object({ operationId: z.guid() }),
  async run({ db, actor }, { operationId }) {
    const row = await readOperation(db, operationId);
    return row ? ok(operationView(row, actorName(actor))) : fail("operation-not-found");
  },
});
