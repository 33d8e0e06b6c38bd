import { answerToOwnPage } from "@/app/_server/own-page-answer";
import { runUseCase } from "@/app/_server/run-use-case";
import { startHotfixUpload } from "@/lib/updates/out-of-band/start-hotfix-upload";

export const dynamic = "force-dynamic";

/** `POST {fileName, bytes}`: begins an upload, or finds the interrupted one; answers where it goes on. */
export async function POST(request: Request): Promise<Response> {
  return answerToOwnPage(request, async () =>
    runUseCase(startHotfixUpload, await request.json().catch(() => undefined)),
  );
}
