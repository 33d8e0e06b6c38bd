import { answerToOwnPage } from "@/app/_server/own-page-answer";
import { readBody } from "@/app/_server/read-body";
import { runUseCase } from "@/app/_server/run-use-case";
import { TRANSFER_CHUNK_BYTES } from "@/lib/offline/upload/model";
import { receiveOfflineChunk } from "@/lib/offline/upload/receive-offline-chunk";
import { fail, type Result } from "@/lib/result";

export const dynamic = "force-dynamic";

/** `PUT ?position=N` with the next bytes of one file; answers where it goes on. */
export async function PUT(
  request: Request,
  { params }: { params: Promise<{ importId: string; uploadId: string }> },
): Promise<Response> {
  return answerToOwnPage(request, async (): Promise<Result<unknown>> => {
    const data = await readBody(request, TRANSFER_CHUNK_BYTES);
    if (!data) return fail("chunk-too-large");
    const position = Number(new URL(request.url).searchParams.get("position") ?? Number.NaN);
    return runUseCase(receiveOfflineChunk, { ...(await params), position, data });
  });
}
