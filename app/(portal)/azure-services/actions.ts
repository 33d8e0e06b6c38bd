"use server";

import { z } from "zod";
import { runUseCase } from "@/app/_server/run-use-case";
import { settings } from "@/app/_server/settings";
import { createClientApplication } from "@/lib/azure-services/applications/create-client-application";
import { createServerApplication } from "@/lib/azure-services/applications/create-server-application";
import { importApplication } from "@/lib/azure-services/applications/import-application";
import { importClientApplication } from "@/lib/azure-services/applications/import-client-application";
import { verifyApplication } from "@/lib/azure-services/applications/verify-application";
import { verifyClientApplication } from "@/lib/azure-services/applications/verify-client-application";
import { retryOperation } from "@/lib/azure-services/operations/retry-operation";
import { undoOperation } from "@/lib/azure-services/operations/undo-operation";
import { connectService } from "@/lib/azure-services/services/connect-service";
import { deleteService } from "@/lib/azure-services/services/delete-service";
import { editService } from "@/lib/azure-services/services/edit-service";
import { testConnection } from "@/lib/azure-services/services/test-connection";
import { cancelSignIn } from "@/lib/azure-services/sign-in/cancel-sign-in";
import { startSignIn } from "@/lib/azure-services/sign-in/start-sign-in";

const asked = z.looseObject({}).catch({});

/** Where Azure sends the browser back to is the portal's to say, not the browser's. */
export async function startSignInAction(input: unknown) {
  const redirectUri = new URL("/azure-services/sign-in", settings().publicUrl).href;
  return runUseCase(startSignIn, { ...asked.parse(input), redirectUri });
}

export async function cancelSignInAction(input: unknown) {
  return runUseCase(cancelSignIn, input);
}

export async function retryOperationAction(input: unknown) {
  return runUseCase(retryOperation, input);
}

export async function undoOperationAction(input: unknown) {
  return runUseCase(undoOperation, input);
}

export async function verifyApplicationAction(input: unknown) {
  return runUseCase(verifyApplication, input);
}

export async function importApplicationAction(input: unknown) {
  return runUseCase(importApplication, input);
}

export async function verifyClientApplicationAction(input: unknown) {
  return runUseCase(verifyClientApplication, input);
}

export async function importClientApplicationAction(input: unknown) {
  return runUseCase(importClientApplication, input);
}

export async function createServerApplicationAction(input: unknown) {
  return runUseCase(createServerApplication, input);
}

export async function createClientApplicationAction(input: unknown) {
  return runUseCase(createClientApplication, input);
}

export async function connectServiceAction(input: unknown) {
  return runUseCase(connectService, input);
}

export async function editServiceAction(input: unknown) {
  return runUseCase(editService, input);
}

export async function deleteServiceAction(input: unknown) {
  return runUseCase(deleteService, input);
}

export async function testConnectionAction(input: unknown) {
  return runUseCase(testConnection, input);
}
