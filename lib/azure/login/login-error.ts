import { z } from "zod";
import { AADSTS, OAUTH_ERRORS } from "../aadsts";
import { type AzureCallParams, AzureError } from "../azure-error";
import { type AzureAnswer, requestIdOf } from "../azure-http";

const errorSchema = z.object({
  error: z.string(),
  error_codes: z.array(z.number().int().nonnegative()).optional(),
});

/** A refusal of the identity platform, by its number and not by its text (reference/protocols/identity.md §3.2). */
export function loginError(answer: AzureAnswer, body: unknown, params: AzureCallParams): AzureError {
  const parsed = errorSchema.safeParse(body);
  const told = { ...params, status: answer.status, requestId: requestIdOf(answer) };
  if (!parsed.success) {
    return new AzureError("azure-answer-invalid", { ...told, azureCode: `HTTP ${answer.status}` });
  }
  return namedRefusal(parsed.data.error, parsed.data.error_codes?.[0], told);
}

/**
 * A sign-in that came back to its redirect URI with an error. There is no list of numbers here: the number is the one
 * thing that is read out of the text.
 */
export function redirectError(error: string, description: string, params: AzureCallParams): AzureError {
  const number = /^AADSTS(\d{1,10})\b/.exec(description)?.[1];
  const told = { ...params, status: 0, requestId: "" };
  return namedRefusal(error, number === undefined ? undefined : Number(number), told);
}

function namedRefusal(error: string, number: number | undefined, params: object): AzureError {
  const code = (number === undefined ? undefined : AADSTS[number]) ?? OAUTH_ERRORS[error];
  const name = /^[a-z_]{1,60}$/.test(error) ? error : "error";
  const azureCode = number === undefined ? name : `AADSTS${number}`;
  return new AzureError(code ?? "azure-request-refused", { ...params, azureCode, retryAfterSeconds: 0 });
}
