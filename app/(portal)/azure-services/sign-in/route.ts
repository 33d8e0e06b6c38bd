import { NextResponse } from "next/server";
import { runUseCase } from "@/app/_server/run-use-case";
import { settings } from "@/app/_server/settings";
import { answerSignIn } from "@/lib/azure-services/sign-in/answer-sign-in";

export const dynamic = "force-dynamic";

/**
 * Where Azure sends the administrator's browser back to. The answer goes to the executive and out of the address at
 * once, so that the code in it stays in no history and no referrer; nothing here writes it anywhere else.
 */
export async function GET(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const result = await runUseCase(answerSignIn, {
    signInId: searchParams.get("state"),
    answer: searchParams.toString(),
  });
  const next = new URL("/azure-services/signed-in", settings().publicUrl);
  if (!result.ok) next.searchParams.set("refused", result.code);
  const response = NextResponse.redirect(next, 303);
  response.headers.set("cache-control", "no-store");
  response.headers.set("referrer-policy", "no-referrer");
  return response;
}
