import { answerToOwnPage } from "@/app/_server/own-page-answer";
import { runUseCase } from "@/app/_server/run-use-case";
import { startOfflineUpload } from "@/lib/offline/upload/start-offline-upload";

export const dynamic = "force-dynamic";

/** `POST {files: [{fileName, bytes}]}`: begins the upload of a package, or finds the interrupted one. */
export async function POST(request: Request): Promise<Response> {
  return answerToOwnPage(request, async () =>
    runUseCase(startOfflineUpload, await request.json().catch(() => undefined)),
  );
}
